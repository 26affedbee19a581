"""調査: surveys, their questions and their choices."""

from progress_report.messages.message import Message

NO_SURVEY = Message(
    "S101",
    "「{name}」は調査ではありません。",
    "未収録にできるのは調査だけです（{surveys}）。",
    "not_available（未収録）に書けるのは調査だけです。表の値がないときは、この方法は使えません。",
)
NO_TABLE_OF_SURVEY = Message(
    "S102",
    "「{name}」は実施しなかった調査の表ではありません。",
    "not_held に書けるのは、調査（{surveys}）と、実施しなかった調査の個票と検算で結ばれた表の名前だけです。",
    "not_held に書けるのは、実施しなかった調査と、その調査の人数だけを載せた表です。"
    "調査のほうも not_held にあるかを見ます。",
)
ALSO_NOT_AVAILABLE = Message(
    "S103",
    "「{name}」は not_available（未収録）にもあります。",
    "実施していないなら not_available から、実施したなら not_held から除いてください。",
    "実施したが値がない（未収録）のか、実施していないのか、どちらか一つだけに書きます。",
)
NO_QUESTION = Message(
    "S104",
    "「{name}」という設問はありません。",
    "使える設問: {known}。",
    "検算などに書いた設問の名前が、その調査の questions にありません。",
)
NO_CHOICE = Message(
    "S105",
    "「{name}」という選択肢はありません。",
    "{known} から選んでください。",
    "最後に並べる選択肢（lastChoices）、ほかと一緒に選べない選択肢（exclusiveChoices）、"
    "設問を尋ねる答え（asked の answers）に書いた名前が、その設問にありません。",
)
QUESTION_TWICE = Message(
    "S106",
    "設問「{name}」が二度あります。",
    "別の名前にしてください。",
    "questions の中で、設問の名前が重なっています。片方の name を変えます。",
)
EXCLUSIVE_CHOICE_OF_ONE = Message(
    "S107",
    "単一回答の設問では、選択肢が併せて選ばれることはありません。",
    "exclusiveChoices を消してください。",
    "一つだけ選ぶ設問に exclusiveChoices は要りません。その行を消します。",
)
SEVERAL_COLUMNS_OF_ONE = Message(
    "S108",
    "単一回答の設問の列は一つです。",
    "列を一つだけ書いてください。",
    "一つだけ選ぶ設問（form が single）の fields に、列が二つ以上あります。",
)
CHOICES_DIFFER = Message(
    "S109",
    "設問の列の選択肢（enum）がないか、列によって違います。",
    "同じ選択肢を書いてください。",
    "一つの設問の列は、同じ選択肢を持たなければなりません。列の enum を揃えます。",
)
LABELS_OF_NO_TEXT = Message(
    "S110",
    "番号の言葉（labels）は、数や日付の列には書けません。",
    "type を string に（一つの欄に答えがいくつも並ぶ列なら list に）してください。",
    "番号で届く列は、文字の列です。列の unit を消し、type を string か list にします。",
)
LABELS_AND_ENUM = Message(
    "S111",
    "番号の言葉（labels）と選択肢（enum）が、両方あります。",
    "番号で届く列なら enum を、言葉で届く列なら labels を消してください。",
    "番号で届く列なら labels だけを、言葉で届く列なら enum だけを書きます。",
)
LABELS_ALIKE = Message(
    "S112",
    "labels の「{code}: {word}」が、「{other}: {same}」と区別できません。",
    "番号も言葉も、一つずつ違うものにしてください。",
    "同じ番号（1 と 01 も）、同じ言葉、または、ある番号と同じ言葉があります。一つずつ違うものにします。",
)
LABEL_OF_BLANK = Message(
    "S113",
    '空欄の言葉（labels の ""）は、一部の人だけに尋ねる設問（asked）の列には書けません。',
    "尋ねていない人の欄も空欄です。答えなかった人の欄には、番号を入れてください。",
    "空欄は、尋ねていない人の欄でもあります。答えなかった人には番号を決めて、入れておきます。",
)
DELIMITER_OF_NO_LIST = Message(
    "S114",
    "区切り（delimiter）は、list の列だけに書きます。",
    "答えがいくつも並ぶ列なら type を list にし、違うなら delimiter を消してください。",
    "いくつもの答えが並ぶ列なら type を list にします。",
)
LIST_WITHOUT_CHOICES = Message(
    "S115",
    "いくつもの答えが並ぶ列（list）に、選択肢がありません。",
    "すべての選択肢を、この列の enum（番号で届くなら labels）に書いてください。",
    "区切りを見分けるために、すべての選択肢を enum か labels に書きます。",
)
LIST_OF_NO_QUESTION = Message(
    "S116",
    "いくつもの答えが並ぶ列（list）が、複数回答の設問の、ただ一つの列ではありません。",
    "survey の questions に、form を multiple、fields をこの列だけとした設問を書いてください。",
    "list の列は、form が multiple の設問が、その列一つだけを fields に書いて数えます。",
)
CHECK_BOX_WITHOUT_MARK = Message(
    "S117",
    "複数回答の列の選択肢に「{chosen}」（選んだ）がありません。",
    '列の enum を ["0", "{chosen}"] にしてください。'
    "一つの欄に答えがいくつも並ぶ列なら、type を list にしてください。",
    'いくつでも選ぶ設問では、選んだ人を 1、選ばなかった人を 0 と書きます。列の enum を ["0", "1"] にします。',
)
NO_PEOPLE = Message(
    "S119",
    "人数ではありません。",
    "2000 のような数か、表から読む式（sum(表.列) など）を書いてください。",
    "調査の sampled（調査を依頼した人の数）、respondents（回答した人の数）、"
    "population（調査対象となる人全体の数）には、単位や桁区切りを付けない数か、その数を表から読む式を書きます。",
)
NOT_OF_PEOPLE = Message(
    "S120",
    "調査「{survey}」の {member} の単位が、人や名ではありません（{value}）。",
    "人数の列を読む式に直してください。",
    "調査の sampled、respondents、population は人数です。単位が人か名の列を読む式にします。",
)
MORE_THAN_ASKED = Message(
    "S121",
    "調査「{survey}」の {smaller}（{few}）が、{larger}（{many}）を超えています。",
    "数か、読む列を直してください。",
    "回答した人（respondents）は、調査を依頼した人（sampled）より多くはなく、どちらも調査対象となる人全体"
    "（population）より多くはありません。数の打ち間違いか、式の読む列の取り違えです。",
)
NOT_CONDUCTED = Message(
    "S118",
    "「{name}」は実施していない調査なので、値がありません。",
    "実施した年度なら、not_held から除いてください。",
    "not_held に書いた調査の値を、節のノートブックが使っています。"
    "survey( ) から作ったものは、実施しなかった年度には載りません。",
)
