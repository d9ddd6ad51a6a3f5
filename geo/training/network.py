"""Learn the network of geo.network: the same sums and greatest values as there, in JAX, which gives their slopes.

Reports are read some at a time, in arrays of one shape, so that JAX compiles once.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.network import PARTS, Network
from geo.network import parts as parts_around
from geo.records import EVENT_TYPES
from geo.sequences import Sequences
from geo.training.alignment import Answers, Lesson
from geo.training.flags import numbered

_LEAST_TOKENS, _LEAST_SCENES = 3, 20
"""A mark, a fact seen less often is not learned."""
_WIDTH, _HIDDEN = 64, 128
_LONGEST = 48
"""Tokens of a sentence in which greatest values are looked for while learning."""
_MOST_MARKS, _MOST_FACTS = 6, 6
_TOKENS, _SENTENCES, _SCENES, _SPOTS, _REPORTS = 3_600, 180, 900, 260, 24
"""Read at a time."""
_EPOCHS, _RATE, _DECAY = 12, 2e-3, 1e-2
_FORGET_MARK, _FORGET_TOKEN, _FORGET_HIDDEN = 0.1, 0.2, 0.5
"""Shares left out at random while learning (Srivastava et al. 2014), so that no answer hangs on a single word."""
Weights = dict[str, Any]


class _Batch(NamedTuple):
    """Some reports, padded; names are numbered from 1, 0 being none."""

    marks: NDArray[np.int32]
    """Tokens × marks."""
    ends: NDArray[np.int32]
    """Tokens × 2: how many stand before in its sentence, and how many behind."""
    sentences: NDArray[np.int32]
    """Sentences × (first token, end, report, sentence before or -1, sentence after or -1)."""
    titles: NDArray[np.int32]
    """Sentence that is each report's title."""
    spots: NDArray[np.int32]
    """Sentence of each spot."""
    parts: NDArray[np.int32]
    """Spots × PARTS × 2, as in geo.network."""
    scenes: NDArray[np.int32]
    """Scenes × 3, as in geo.sequences."""
    facts: NDArray[np.int32]
    """Scenes × facts."""
    answers: NDArray[np.int8]
    """Scenes × types, -1 where open."""


def fit(lessons: Sequence[Lesson], progress: Callable[[str], None] = lambda _: None, seed: int = 0) -> Network:
    """Learn a network from lessons."""
    import jax
    import optax

    marks = numbered((names for lesson in lessons for names in lesson.sequences.marks), _LEAST_TOKENS)
    facts = numbered((names for lesson in lessons for names in lesson.sequences.facts), _LEAST_SCENES)
    rng = np.random.default_rng(seed)
    texts = [_Text.of(lesson.sequences, lesson.answers, marks, facts) for lesson in lessons]
    weights = _first_weights(rng, len(marks), len(facts))
    steps = sum(1 for _ in _batches(texts, rng))
    rate = optax.warmup_cosine_decay_schedule(0.0, _RATE, steps, (_EPOCHS + 1) * steps)
    rule = optax.adamw(rate, weight_decay=_DECAY)
    state = rule.init(weights)

    @jax.jit
    def step(weights: Weights, state: Any, batch: _Batch, key: Any) -> tuple[Weights, Any]:
        change, state = rule.update(jax.grad(_loss)(weights, batch, key), state, weights)
        return optax.apply_updates(weights, change), state

    key = jax.random.key(seed, impl="rbg")
    for epoch in range(_EPOCHS):
        progress(f"network, round {epoch + 1} of {_EPOCHS}")
        for batch in _batches(texts, rng):
            key, now = jax.random.split(key)
            weights, state = step(weights, state, batch, now)
    arrays = {name: np.asarray(value, dtype=np.float32) for name, value in weights.items()}
    return Network(marks, facts, **arrays)


def _first_weights(rng: np.random.Generator, marks: int, facts: int) -> Weights:
    d, h, answers = _WIDTH, _HIDDEN, 1 + len(EVENT_TYPES)

    def drawn(rows: int, columns: int, scale: float) -> NDArray[np.float32]:
        return (rng.standard_normal((rows, columns)) * scale).astype(np.float32)

    def zeros(*shape: int) -> NDArray[np.float32]:
        return np.zeros(shape, np.float32)

    wide = np.sqrt(2 / ((PARTS + 6) * d))
    return {
        "vectors": drawn(marks, d, 0.1), "near": drawn(3 * d, d, np.sqrt(2 / (3 * d))), "near_bias": zeros(d),
        "far": drawn(3 * d, d, np.sqrt(2 / (3 * d))), "far_bias": zeros(d), "named": drawn(PARTS * d, h, wide),
        "elsewhere": drawn(PARTS * d, h, wide), "around": drawn(6 * d, h, wide), "of_fact": drawn(facts, h, 0.1), "hidden_bias": zeros(h),
        "answers": drawn(h, answers, 0.05), "bias": zeros(answers) - 3,
    }  # fmt: skip


class _Text(NamedTuple):
    """A report in numbers, not yet padded."""

    marks: NDArray[np.int32]
    starts: NDArray[np.int64]
    """First token of each sentence, and the end of the last one."""
    spots: NDArray[np.int64]
    parts: NDArray[np.int64]
    scenes: NDArray[np.int64]
    facts: NDArray[np.int32]
    answers: Answers

    @classmethod
    def of(cls, read: Sequences, answers: Answers, marks: Mapping[str, int], facts: Mapping[str, int]) -> "_Text":
        numbers, of_scenes = _numbers(read.marks, marks, _MOST_MARKS), _numbers(read.facts, facts, _MOST_FACTS)
        return cls(numbers, read.sentences, read.spots[:, 0], parts_around(read), read.scenes, of_scenes, answers)

    def sizes(self) -> NDArray[np.int64]:
        return np.array([len(self.marks), len(self.starts) - 1, len(self.scenes), len(self.spots), 1])


def _numbers(named: Sequence[Sequence[str]], rows: Mapping[str, int], most: int) -> NDArray[np.int32]:
    out = np.zeros((len(named), most), np.int32)
    for n, names in enumerate(named):
        known = [rows[name] + 1 for name in names if name in rows][:most]
        out[n, : len(known)] = known
    return out


def _batches(texts: Sequence[_Text], rng: np.random.Generator) -> Iterator[_Batch]:
    """Give all reports in a new order, as many at a time as fit; one too long by itself is left out."""
    room = np.array([_TOKENS, _SENTENCES, _SCENES, _SPOTS, _REPORTS])
    some: list[_Text] = []
    left = room.copy()
    for n in rng.permutation(len(texts)):
        sizes = texts[n].sizes()
        if (sizes > room).any():
            continue
        if (sizes > left).any():
            yield _batch(some)
            some, left = [], room.copy()
        some.append(texts[n])
        left -= sizes
    if some:
        yield _batch(some)


def _batch(texts: Sequence[_Text]) -> _Batch:
    tokens, sentences, _, spots, _ = np.cumsum([np.zeros(5, np.int64), *(t.sizes() for t in texts)], axis=0).T
    each = list(zip(texts, tokens[:-1], sentences[:-1], spots[:-1], strict=True))
    scenes = [np.column_stack([t.scenes[:, :2] + s, np.where(t.scenes[:, 2] >= 0, t.scenes[:, 2] + spot, -1)]) for t, _, s, spot in each]
    rows = [_sentences(t, n, token, sentence) for n, (t, token, sentence, _) in enumerate(each)]
    ends = [_ends(t) for t in texts]
    return _Batch(
        _padded([t.marks for t in texts], _TOKENS), _padded(ends, _TOKENS), _padded(rows, _SENTENCES, (0, 0, _REPORTS, -1, -1)),
        _padded([sentences[:-1]], _REPORTS + 1), _padded([t.spots + s for t, _, s, _ in each], _SPOTS),
        _padded([t.parts + k for t, k, _, _ in each], _SPOTS),
        _padded(scenes, _SCENES, (0, 0, -1)), _padded([t.facts for t in texts], _SCENES), _padded([t.answers for t in texts], _SCENES, -1),
    )  # fmt: skip


def _sentences(text: _Text, report: int, token: int, sentence: int) -> NDArray[np.int64]:
    count = len(text.starts) - 1
    before, after = np.arange(count) + sentence - 1, np.arange(count) + sentence + 1
    before[:2] = after[-1:] = -1  # a title stands before no sentence
    return np.column_stack([text.starts[:-1] + token, text.starts[1:] + token, np.full(count, report), before, after])


def _ends(text: _Text) -> NDArray[np.int64]:
    first, end = (np.repeat(bound, np.diff(text.starts)) for bound in (text.starts[:-1], text.starts[1:]))
    at = np.arange(len(text.marks))
    return np.column_stack([at - first, end - 1 - at])


def _padded(parts: Iterable[NDArray[Any]], rows: int, fill: Any = 0) -> Any:
    filled = np.concatenate(list(parts))
    out = np.empty((rows, *filled.shape[1:]), filled.dtype)
    out[:] = fill
    out[: len(filled)] = filled
    return out.astype(np.int32) if out.dtype == np.int64 else out


def _loss(weights: Weights, batch: _Batch, key: Any) -> Any:
    """Give the cross entropy of all questions: whether a scene tells any event, and of each type whether it tells one."""
    import jax
    import jax.numpy as jnp

    told = batch.answers == 1
    tells = told.any(axis=1, keepdims=True)
    asked = jnp.concatenate([tells | (batch.answers == 0).all(axis=1, keepdims=True), batch.answers >= 0], axis=1)
    out, true = log_odds(weights, batch, key), jnp.concatenate([tells, told], axis=1)
    return jnp.where(asked, jax.nn.softplus(jnp.where(true, -out, out)), 0.0).sum() / _SCENES


def log_odds(weights: Weights, batch: _Batch, key: Any = None) -> Any:
    """Give the answers for each scene in log odds; with a ``key``, some of what the network reads is left out at random."""
    import jax
    import jax.numpy as jnp

    keys = [None] * 10 if key is None else list(jax.random.split(key, 10))
    tokens = _tokens(weights, batch, keys)
    first, end, report, before, after = batch.sentences.T
    sentences = _greatest(_window(tokens, first), _inside(first, first, end))
    row, naming, spot = batch.scenes.T
    whole = jax.ops.segment_max(sentences, report, _REPORTS + 1)[report]
    of_own, of_before, of_after, of_naming, of_whole, of_title = jnp.split(weights["around"], 6)
    parts = [
        (sentences, of_own), (_at(sentences, before), of_before), (_at(sentences, after), of_after), (whole, of_whole),
        (sentences[batch.titles[report]], of_title),
    ]  # fmt: skip
    around = sum(_forget(part, now, _FORGET_HIDDEN) @ some for (part, some), now in zip(parts, keys[2:7], strict=True))
    hidden = around[row] + (_forget(sentences, keys[7], _FORGET_HIDDEN) @ of_naming)[naming]
    spots = _around_spots(tokens, batch)
    here = (_forget(spots, keys[8], _FORGET_HIDDEN) @ weights["named"])[spot]
    elsewhere = (_forget(spots, keys[9], _FORGET_HIDDEN) @ weights["elsewhere"])[spot]
    hidden += jnp.where((spot >= 0)[:, None], jnp.where((batch.spots[spot] == row)[:, None], here, elsewhere), 0.0)
    hidden += (weights["of_fact"][batch.facts - 1] * (batch.facts > 0)[..., None]).sum(axis=1)
    return jax.nn.relu(hidden + weights["hidden_bias"]) @ weights["answers"] + weights["bias"]


def _tokens(weights: Weights, batch: _Batch, keys: Sequence[Any]) -> Any:
    import jax
    import jax.numpy as jnp

    marks = _forget(batch.marks > 0, keys[0], _FORGET_MARK)
    tokens = _forget((weights["vectors"][batch.marks - 1] * marks[..., None]).sum(axis=1), keys[1], _FORGET_TOKEN)
    for step, name in ((1, "near"), (2, "far")):
        before, behind = (jnp.roll(tokens, way, axis=0) * (batch.ends[:, k] >= step)[:, None] for k, way in enumerate((step, -step)))
        tokens += jax.nn.relu(jnp.concatenate([before, tokens, behind], axis=-1) @ weights[name] + weights[f"{name}_bias"])
    return tokens


def _around_spots(tokens: Any, batch: _Batch) -> Any:
    """Give the greatest values of the parts around each spot: spots × PARTS·D; see geo.network."""
    import jax.numpy as jnp

    start = batch.sentences[batch.spots, 0]
    here = _window(tokens, start)
    return jnp.concatenate([_greatest(here, _inside(start, *batch.parts[:, n].T)) for n in range(PARTS)], axis=-1)


def _window(tokens: Any, start: Any) -> Any:
    """Give the tokens from ``start`` on."""
    import jax.numpy as jnp

    return tokens[jnp.minimum(start[:, None] + np.arange(_LONGEST), len(tokens) - 1)]


def _inside(start: Any, first: Any, end: Any) -> Any:
    """Tell which of the tokens from ``start`` on stand between first:end."""
    at = start[:, None] + np.arange(_LONGEST)
    return (at >= first[:, None]) & (at < end[:, None])


def _greatest(tokens: Any, where: Any) -> Any:
    """Give the greatest values over tokens, 0 where there are none."""
    import jax.numpy as jnp

    most = jnp.where(where[..., None], tokens, -jnp.inf).max(axis=1)
    return jnp.where(where.any(axis=1)[:, None], most, 0.0)


def _at(sentences: Any, rows: Any) -> Any:
    return sentences[rows] * (rows >= 0)[:, None]


def _forget(values: Any, key: Any, share: float) -> Any:
    """Leave out a share at random and strengthen the rest, so that sums stay the same; nothing without a key."""
    import jax

    return values if key is None else values * jax.random.bernoulli(key, 1 - share, values.shape) / (1 - share)
