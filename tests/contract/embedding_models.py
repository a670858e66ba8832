"""Tiny embedding models, made on the spot, saved as sentence-transformers folders."""

from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Pooling, StaticEmbedding, Transformer
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import BertConfig, BertModel, BertTokenizerFast

CHARACTERS = sorted(set("小规模纳税人开专票买新房契是几个点年终奖扣"))


def save_static(folder: Path, *, seed: int = 1, precision: torch.dtype = torch.float32) -> Path:
    tokenizer = Tokenizer(models.WordLevel({"[UNK]": 0, **numbered(CHARACTERS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    weights = torch.randn(len(CHARACTERS) + 1, 8, generator=torch.Generator().manual_seed(seed)).to(precision)
    module = StaticEmbedding(tokenizer, embedding_weights=weights)
    SentenceTransformer(modules=[module], device="cpu").save(str(folder), create_model_card=False)
    return folder


def save_transformer(folder: Path, *, seed: int = 1) -> Path:
    raw = folder.with_name(folder.name + "-raw")
    raw.mkdir(parents=True)
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    (raw / "vocab.txt").write_text("\n".join([*special, *CHARACTERS]) + "\n", encoding="utf-8")
    BertTokenizerFast(vocab=str(raw / "vocab.txt")).save_pretrained(raw)
    torch.manual_seed(seed)
    size = {"hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 32}
    config = BertConfig(vocab_size=len(CHARACTERS) + len(special), max_position_embeddings=64, **size)
    BertModel(config).eval().save_pretrained(raw)
    transformer = Transformer(str(raw), max_seq_length=64)
    modules = [transformer, Pooling(transformer.get_embedding_dimension())]
    SentenceTransformer(modules=modules, device="cpu").save(str(folder), create_model_card=False)
    return folder


def numbered(tokens: list[str]) -> dict[str, int]:
    return {token: number for number, token in enumerate(tokens, start=1)}
