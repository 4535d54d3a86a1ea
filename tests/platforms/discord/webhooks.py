"""How interactions are answered: the first answer within three seconds, then by webhook for 15 minutes."""

import asyncio
from typing import Any

from tests.platforms.discord import refusals
from tests.platforms.discord.calls import Call
from tests.platforms.discord.flags import MessageFlag
from tests.platforms.discord.interactions import FITTING, Callback, Interaction
from tests.platforms.discord.limits import choices_problems
from tests.platforms.discord.objects import Message
from tests.platforms.discord.refusals import Refused, Violation, not_found
from tests.platforms.discord.world import World

Json = dict[str, Any]

# Where the bot is no member it may add so many messages to its answer (documentation, Followup Messages).
_FOLLOWUPS_AS_A_GUEST = 5


def respond(world: World, call: Call) -> Json | None:
    """The first answer. Raises ``Refused`` when it comes too late, or a second time."""
    interaction = world.interactions.get(call.path["interaction_token"])
    if interaction is None:
        raise not_found(refusals.UNKNOWN_INTERACTION)
    if asyncio.get_running_loop().time() - interaction.asked_at > world.deadline:
        interaction.late = True
        raise not_found(refusals.UNKNOWN_INTERACTION)
    if interaction.response is not None:
        if call.body == interaction.said:
            # That is how a client finds out whether an answer has arrived.
            raise Refused(400, refusals.ALREADY_ACKNOWLEDGED)
        raise Violation("a second answer to an interaction", refusals.ALREADY_ACKNOWLEDGED)
    callback = Callback(call.body["type"])
    if callback not in FITTING[interaction.type]:
        raise Violation(f"{callback.name} is no answer to a {interaction.type.name}")
    _apply(world, interaction, callback, call)
    interaction.response, interaction.said = callback, call.body
    world.pulse.stir()
    return _about(interaction) if call.query.get("with_response") in {"1", "true"} else None


def follow_up(world: World, call: Call) -> Json:
    """One more message; where the bot is said to be thinking, it takes the place of that."""
    interaction = _answered(world, call)
    original = interaction.original
    if original is not None and original.loading:
        _change(world, interaction, original, call)
        return original.json()
    interaction.followups += 1
    guild = interaction.channel.guild
    if guild is not None and not guild.present and interaction.followups > _FOLLOWUPS_AS_A_GUEST:
        raise Violation("too many follow-ups as a guest", refusals.TOO_MANY_FOLLOWUPS)
    return _post(world, interaction, call.body, call).json()


def original(world: World, call: Call) -> Json:
    """A message of the answer."""
    return _message(_answered(world, call), call).json()


def change(world: World, call: Call) -> Json:
    """Change a message of the answer."""
    interaction = _answered(world, call)
    message = _message(interaction, call)
    _change(world, interaction, message, call)
    return message.json()


def delete(world: World, call: Call) -> None:
    """Take a message of the answer away."""
    world.delete(_message(_answered(world, call), call))


def _apply(world: World, interaction: Interaction, callback: Callback, call: Call) -> None:
    data = call.body.get("data") or {}
    match callback:
        case Callback.MESSAGE:
            interaction.original = _post(world, interaction, data, call)
        case Callback.THINKING:
            flags = MessageFlag.LOADING | MessageFlag(data.get("flags") or 0)
            waiting = Message(world.ids.new(), interaction.channel, world.me, flags=flags)
            waiting.origin = interaction.origin()
            interaction.original = waiting
            interaction.channel.all_messages.append(waiting)
        case Callback.LATER_UPDATE:
            interaction.original = interaction.pressed
        case Callback.UPDATE if interaction.pressed is not None:
            interaction.original = interaction.pressed
            world.change(interaction.pressed, data, call.files)
            interaction.shown.append(interaction.pressed)
        case Callback.CHOICES:
            if found := list(choices_problems(data["choices"])):
                raise Violation("; ".join(found))
            interaction.offered = data["choices"]
        case _:
            raise Violation(f"{callback.name} is not played here")


def _post(world: World, interaction: Interaction, body: Json, call: Call) -> Message:
    message = world.post(interaction.channel, body, call.files)
    message.origin = interaction.origin()
    interaction.shown.append(message)
    return message


def _change(world: World, interaction: Interaction, message: Message, call: Call) -> None:
    world.change(message, call.body, call.files)
    interaction.shown.append(message)


def _answered(world: World, call: Call) -> Interaction:
    interaction = world.interactions.get(call.path["webhook_token"])
    if interaction is None or interaction.response is None:
        raise Violation("a follow-up before the first answer", refusals.UNKNOWN_WEBHOOK, 404)
    if interaction.expired:
        raise Refused(401, refusals.INVALID_WEBHOOK_TOKEN)
    return interaction


def _message(interaction: Interaction, call: Call) -> Message:
    wanted = call.path.get("message_id")
    known = [interaction.original, *interaction.shown]
    found = (m for m in known if m is not None and wanted in {None, m.id} and not m.deleted)
    if (message := next(found, None)) is None:
        raise not_found(refusals.UNKNOWN_MESSAGE)
    return message


def _about(interaction: Interaction) -> Json:
    message = interaction.original
    about: Json = {"id": interaction.id, "type": int(interaction.type), "channel_id": interaction.channel.id}
    if interaction.channel.guild is not None:
        about["guild_id"] = interaction.channel.guild.id
    if message is None:
        return {"interaction": about}
    about |= {
        "response_message_id": message.id,
        "response_message_loading": message.loading,
        "response_message_ephemeral": message.ephemeral,
    }
    kind = Callback.UPDATE if message is interaction.pressed else Callback.MESSAGE
    return {"interaction": about, "resource": {"type": int(kind), "message": message.json()}}
