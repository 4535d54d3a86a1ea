"""Offers in any chat, while somebody types the bot's name and some words there."""

from telegram import (
    Bot,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
)
from telegram.error import BadRequest

from bot.actions import payload
from bot.desk.desk import Desk
from bot.replies import Button, Offer
from bot.telegram.render import render_offer
from bot.telegram.sending import NO_PREVIEW, entities, markup
from bot.telegram.updates import of_typing

# The same words find the same for a while; the answers are in the language of who asks.
_CACHE_SECONDS = 60
_LONGEST_DESCRIPTION = 200


async def offer(bot: Bot, desk: Desk, query: InlineQuery) -> None:
    """Answer what is being typed."""
    found = await desk.offers(of_typing(query), query.query, query.offset)
    try:
        await query.answer(
            [_article(each, bot.username) for each in found.offers],
            cache_time=_CACHE_SECONDS,
            is_personal=True,
            next_offset=found.following,
            button=_instead(found.instead) if found.instead else None,
        )
    except BadRequest as error:
        if "too old" not in error.message:
            raise


def _instead(button: Button) -> InlineQueryResultsButton:
    return InlineQueryResultsButton(button.label, start_parameter=payload(button.data))


def _article(each: Offer, username: str) -> InlineQueryResultArticle:
    message = render_offer(each.reply, username)
    return InlineQueryResultArticle(
        each.key,
        each.title,
        InputTextMessageContent(message.text, entities=entities(message), link_preview_options=NO_PREVIEW),
        reply_markup=markup(message.keyboard),
        description=each.description[:_LONGEST_DESCRIPTION],
    )
