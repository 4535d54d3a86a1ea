"""How what is being typed may go on, as the choices that Discord shows."""

from collections.abc import Iterable
from typing import Any

from bot.discord.components import MAX_OPTION
from bot.discord.fitting import shortened
from bot.ports import Suggestion, SuggestionKind
from bot.texts import Language, language_of
from bot.wishes.zones import city_of, find_zones

Json = dict[str, Any]
MOST_CHOICES = 25
# The option that names an essay.
ESSAY = "essay"


def choices(option: str, suggestions: Iterable[Suggestion]) -> list[Json]:
    """What an option can be, of what was suggested: an essay by its number, or words to search."""
    if option == ESSAY:
        numbered = [found for found in suggestions if found.number is not None]
        return [_choice(f"{found.number}. {found.text}", str(found.number)) for found in numbered]
    return [_choice(found.text, _searched(found)) for found in suggestions]


def zones(typed: str, language: str) -> list[Json]:
    """The time zones that may be meant by what somebody with this language tag types."""
    spoken = language_of(language) or Language.EN
    found = find_zones(typed, language, MOST_CHOICES)
    return [_choice(f"{city_of(zone, spoken)} · {zone}", zone) for zone in found]


def _searched(found: Suggestion) -> str:
    """What to search for; what cannot be said within the limits is cut."""
    if found.kind is SuggestionKind.AUTHOR:
        return f'author:"{found.text}"'
    return found.text


def _choice(name: str, value: str) -> Json:
    return {"name": shortened(name, MAX_OPTION), "value": value[:MAX_OPTION]}
