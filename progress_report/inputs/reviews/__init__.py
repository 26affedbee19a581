"""Warnings (要確認) about input that is possible but seldom intended."""
