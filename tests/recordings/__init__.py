"""What every command says of many inputs, recorded: a change of the inside changes none of it unawares."""
