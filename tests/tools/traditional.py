"""Makes ``bot/texts/zh_hant.toml`` from ``zh_hans.toml`` (``make texts``).

Done when the project is built, because loading OpenCC's phrases costs 40 MB at run time.
"""

from importlib.resources import files
from pathlib import Path

from opencc import OpenCC

HEADER = "# 繁體中文：由 make texts 從 zh_hans.toml 產生，請勿直接修改。\n"
# What OpenCC makes, and what it should have been: it cuts words in the wrong place, or knows no other sense.
CORRECTIONS = {
    "請髮": "請發",
    "回復": "回覆",
    "許可權": "權限",
    "身份組": "身分組",
    "帖子": "貼文",
    # It is to find essays, which are searched as they are written.
    "產業網際網路": "產業互聯網",
    # Shown as its own name in every language.
    'zh-Hans = "簡體中文"': 'zh-Hans = "简体中文"',
}


def traditional(simplified: str) -> str:
    """The texts in traditional characters and Taiwan's words."""
    _, _, body = simplified.partition("\n")
    converted = str(OpenCC("s2twp").convert(body))
    for wrong, right in CORRECTIONS.items():
        converted = converted.replace(wrong, right)
    return HEADER + converted.replace("“", "「").replace("”", "」")


def folder() -> Path:
    """Where the texts lie."""
    return Path(str(files("bot.texts")))


if __name__ == "__main__":
    source = (folder() / "zh_hans.toml").read_text(encoding="utf-8")
    (folder() / "zh_hant.toml").write_text(traditional(source), encoding="utf-8")
