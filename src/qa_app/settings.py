"""Settings: by flag, by `QA_APP_*` environment variable, or in `qa-app.toml`, in that order.

A key that is not known is an error, wherever it stands; every number has bounds.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from vectorstore.errors import QaAppError

CONFIG_FILE = "qa-app.toml"


class SettingsError(QaAppError):
    """A setting is unknown, out of bounds or of the wrong type."""


class Settings(BaseSettings):
    """Everything that can be set; `docs/quality.md` says how the defaults were earned."""

    model_config = SettingsConfigDict(
        env_prefix="QA_APP_", toml_file=CONFIG_FILE, extra="forbid", frozen=True
    )

    store: Path = Field(Path(".qa-app"), description="folder of the store")
    chroma_url: str = Field(
        "", description="address of a Chroma server; without it vectors are kept in the store"
    )
    prompts: Path | None = Field(None, description="folder whose files override the prompt texts")

    embedding_model: str = Field(
        "all-MiniLM-L6-v2", description="the packaged model, a local folder, or a hub name"
    )
    number_format: Literal["auto", "float32", "bfloat16", "openvino"] = Field(
        "auto", description="how the embedding model computes; auto measures once and remembers"
    )
    threads: int = Field(
        0, ge=0, le=256, description="threads of the embedding model; 0: all for ingest, 1 for chat"
    )

    candidates: int = Field(
        60, ge=5, le=1000, description="passages taken from each of the two searches"
    )
    vector_weight: float = Field(1.0, ge=0, le=100, description="weight of vectors in the fusion")
    word_weight: float = Field(1.0, ge=0, le=100, description="weight of words in the fusion")
    reranker: str = Field(
        "linear",
        description="order of the fused passages: linear (learned weights), none, or the folder or"
        " hub name of a cross-encoder",
    )
    reader: str = Field(
        "packaged",
        description="reads question and passage together: packaged, none, or the folder or hub"
        " name of an extractive question-answering model",
    )
    passages: int = Field(12, ge=1, le=100, description="passages returned as `retrieved`")

    threshold: float | None = Field(
        None, ge=0, le=1, description="confidence from which a question is answered"
    )
    max_sentences: int = Field(5, ge=1, le=20, description="most sentences in a quotes answer")

    entailment: str = Field(
        "packaged",
        description="reads a sentence beside what it cites where too few of its words are there:"
        " packaged, none, or the folder or hub name of a natural language inference model",
    )
    model: str = Field(
        "",
        description="language model that writes the answers: provider:name, gguf:FILE, or none",
    )
    model_url: str = Field(
        "", description="address of the model's server, where it is not the provider's own"
    )
    model_context: int = Field(
        0, ge=0, le=10_000_000, description="tokens that the model reads; 0: what it tells"
    )
    model_tokens: int = Field(
        512, ge=16, le=100_000, description="most tokens that the model writes for one answer"
    )
    model_seconds: float = Field(
        120, gt=0, le=86_400, description="the model's answer may take so long"
    )
    model_silence: float = Field(
        60, gt=0, le=86_400, description="seconds without a word before the model is given up"
    )
    model_retries: int = Field(
        2, ge=0, le=10, description="how often a question is asked again of a server that fails"
    )
    model_temperature: float | None = Field(
        None, ge=0, le=2, description="how freely the model writes; without it, as it is set up"
    )

    max_file_bytes: int = Field(50_000_000, ge=1, description="larger files are not read")
    max_file_seconds: float = Field(
        60, gt=0, le=86_400, description="reading a file may take so long before it is given up"
    )
    max_file_memory: int = Field(
        3_000_000_000, ge=0, description="bytes that reading a file may take; 0 sets no bound"
    )
    max_pages: int = Field(5_000, ge=1, description="pages of a PDF document")
    max_records: int = Field(20_000, ge=1, description="articles in one archive or record file")
    max_unpacked_bytes: int = Field(
        500_000_000, ge=1, description="what is inside an archive or a document, all together"
    )
    max_unpacked_ratio: float = Field(
        200, ge=1, description="unpacked bytes for each packed one; more is taken for a bomb"
    )
    max_archive_depth: int = Field(2, ge=1, le=10, description="archives within archives")
    record_fields: dict[str, tuple[str, ...]] = Field(
        {}, description="for JSON: names of the fields that hold text, title, published, …"
    )

    gold: tuple[Path, ...] = Field(
        (), description="gold sets whose evidence is checked after every ingest"
    )
    save_conversations: bool = Field(
        True, description="whether the web chat saves its answers beside the store"
    )

    langsmith: bool = Field(
        False,
        description="whether LangChain calls may be sent to LangSmith where its own environment"
        " variables ask for that; questions and passages are part of them",
    )

    host: str = Field("127.0.0.1", description="address that chat and API listen on")
    port: int = Field(7860, ge=0, le=65535, description="their port; 0 takes a free one")
    token: SecretStr = Field(
        SecretStr(""),
        description="what API and MCP over HTTP ask for, and the page where nobody logs in; MCP"
        " must have one where it does not listen on this machine alone",
    )
    token_file: Path | None = Field(None, description="file that holds the token")
    auth_file: Path | None = Field(
        None, description="names and hashed passwords of who may use the web chat"
    )
    log_file: Path | None = Field(
        None,
        description="file for what the web chat does, a JSON object a line, without words of"
        " questions or articles; - is the standard error",
    )
    no_auth: bool = Field(
        False, description="whether everybody who reaches the web chat may use it"
    )
    allowed_hosts: tuple[str, ...] = Field(
        (), description="further names that requests may be addressed to, as behind a proxy"
    )
    public_url: str = Field(
        "",
        pattern=r"^(https?://[^/?#\s]+(/[^?#\s]*)?)?$",
        description="address that browsers reach the page under, for the links of citations; by"
        " default the one that a request was sent to",
    )

    base_path: str = Field(
        "", pattern=r"^(/[\w.-]+)*$", description="where a proxy has the web chat, as /qa"
    )

    def names(self) -> tuple[str, ...]:
        """The names, besides its own, that requests may be addressed to."""
        public = urlsplit(self.public_url).hostname
        return (*self.allowed_hosts, *([public] if public else []))

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags before the environment before the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings(**flags: Any) -> Settings:
    """The settings in force; flags that are None count as not given.

    Raises:
        SettingsError: naming each setting that is wrong.
    """
    given = {name: value for name, value in flags.items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as error:
        raise SettingsError(_in_words(error)) from None
    except ValueError as error:  # a qa-app.toml that is not TOML
        raise SettingsError(f"{CONFIG_FILE}: {error}; correct the file or remove it") from None


def _in_words(error: ValidationError) -> str:
    problems = [
        f"setting {'.'.join(map(str, item['loc'])) or '?'}: {item['msg'].lower()}"
        for item in error.errors()
    ]
    return "; ".join(problems) + f" (set by flag, QA_APP_* or {CONFIG_FILE})"
