"""Forms of English words that a stemmer does not bring together: irregular ones, two spellings.

General word lists of the language; none of the words is here because of an article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

# Base form first, then the forms that differ from it by more than an ending.
_IRREGULAR = """
arise arose arisen; awake awoke awoken; bear bore borne; beat beaten; become became; begin began
begun; bend bent; bet; bid bade; bind bound; bite bit bitten; bleed bled; blow blew blown; break
broke broken; breed bred; bring brought; build built; burn burnt; buy bought; catch caught; choose
chose chosen; cling clung; come came; creep crept; deal dealt; dig dug; draw drew drawn; dream
dreamt; drink drank drunk; drive drove driven; eat ate eaten; fall fell fallen; feed fed; feel felt;
fight fought; find found; flee fled; fly flew flown; forbid forbade forbidden; foresee foresaw
foreseen; forget forgot forgotten; forgive forgave forgiven; freeze froze frozen; get got gotten;
give gave given; go goes went gone; grind ground; grow grew grown; hang hung; hear heard; hide hid
hidden; hold held; keep kept; kneel knelt; know knew known; lay laid; lead led; lean leant; leap
leapt; learn learnt; leave left; lend lent; light lit; lose lost; make made; mean meant; meet met;
mistake mistook mistaken; overcome overcame; overtake overtook overtaken; pay paid; prove proven;
repay repaid; ride rode ridden; ring rang rung; rise rose risen; run ran; say said; see saw seen;
seek sought; sell sold; send sent; sew sewn; shake shook shaken; shine shone; shoot shot; show
shown; shrink shrank shrunk; sing sang sung; sink sank sunk; sit sat; sleep slept; slide slid; smell
smelt; speak spoke spoken; spell spelt; spend spent; spill spilt; spin spun; spoil spoilt; spring
sprang sprung; stand stood; steal stole stolen; stick stuck; sting stung; stride strode; strike
struck stricken; strive strove striven; swear swore sworn; sweep swept; swell swollen; swim swam
swum; swing swung; take took taken; teach taught; tear tore torn; tell told; think thought; throw
threw thrown; undergo undergoes underwent undergone; understand understood; undertake undertook
undertaken; undo undid undone; uphold upheld; wake woke woken; wear wore worn; weave wove woven;
weep wept; win won; wind wound; withdraw withdrew withdrawn; withhold withheld; withstand withstood;
write wrote written;
man men; woman women; child children; foot feet; tooth teeth; goose geese; mouse mice; person
people; wife wives; knife knives; half halves; shelf shelves; thief thieves; wolf wolves; self
selves; ox oxen; crisis crises; analysis analyses; live life lives; hypothesis hypotheses; criterion
criteria; phenomenon phenomena; medium media; datum data; bacterium bacteria; good better best; bad
worse worst; far farther farthest further furthest; die dies died dying dead death; lie lies lied
lying; tie ties tied tying; high height; long length; wide width; deep depth; strong strength
"""

# British forms and American ones that no rule below gives.
_SPELLINGS = """
defence defense; offence offense; licence license; pretence pretense; grey gray; tyre tire; kerb
curb; mould mold; plough plow; cheque check; programme program; catalogue catalog; dialogue dialog;
analogue analog; jewellery jewelry; aluminium aluminum; aeroplane airplane; storey story; sceptic
skeptic; sceptical skeptical; pyjamas pajamas; moustache mustache; manoeuvre maneuver; oestrogen
estrogen; anaemia anemia; paediatric pediatric; encyclopaedia encyclopedia; mediaeval medieval;
haemorrhage hemorrhage; diarrhoea diarrhea; foetus fetus; cosy cozy; instalment installment;
enrolment enrollment; fulfil fulfill; skilful skillful; wilful willful; judgement judgment; ageing
aging; acknowledgement acknowledgment; practise practice; centre center; metre meter; litre liter;
kilometre kilometer; centimetre centimeter; theatre theater; fibre fiber; calibre caliber; spectre
specter; lustre luster; sombre somber; meagre meager; sabre saber
"""

_OUR = re.compile(
    r"^(.*(?:arm|behavi|cand|clam|col|end?eav|fav|fl?av|harb|hon|hum|lab|neighb|od|parl|ranc|rig"
    r"|rum|sav|splend|tum|val|vap|vig))our(.*)$"
)
_ISE = re.compile(r"^(.{3,}[a-z])is(e|es|ed|ing|ation|ations|er|ers)$")
_NOT_ISE = re.compile(
    r"(?:adv|rev|superv|telev|prom|prem|exerc|surpr|comprom|disgu|enterpr|franch|merchand|pract"
    r"|treat|prec|conc|ra|pra|no|prom|exp|ch|ar|cru|bru|po|cha|pha|lea|tea|increa|decrea|relea|plea"
    r"|disea|appra|upra|ea|oo|ui)is(?:e|es|ed|ing|er|ers)$"
)
_DOUBLED = re.compile(
    r"^(travel|cancel|label|model|level|signal|fuel|channel|counsel|tunnel|total|marvel|jewel|dial"
    r"|equal|rival|quarrel)l(ed|ing|er|ers)$"
)
_ENDINGS = ("s", "es", "ing")
_YSE = re.compile(r"^(.*[al]y)s(e|es|ed|ing|er|ers)$")


def _rows(table: str) -> list[list[str]]:
    return [row.split() for row in table.split(";") if row.strip()]


@cache
def _bases() -> Mapping[str, str]:
    table = {form: forms[0] for forms in _rows(_IRREGULAR) for form in forms[1:]}
    spelled = _rows(_SPELLINGS)
    table |= {row[0]: row[1] for row in spelled}
    table |= {british + "s": american + "s" for british, american in spelled}
    return table


@cache
def _forms() -> Mapping[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for form, base in _bases().items():
        groups.setdefault(base, [base]).append(form)
    return {base: tuple(forms) for base, forms in groups.items()}


def base_form(word: str) -> str:
    """The form that stands for all forms of a lower-case word ("paid" -> "pay", "labour" ->
    "labor"); endings that a stemmer takes off stay.
    """
    known = _bases().get(word)
    if known:
        return known
    if (match := _OUR.match(word)) is not None:
        return f"{match[1]}or{match[2]}"
    if (match := _ISE.match(word)) is not None and not _NOT_ISE.search(word):
        return f"{match[1]}iz{match[2]}"
    if (match := _DOUBLED.match(word)) is not None:
        return f"{match[1]}{match[2]}"
    if (match := _YSE.match(word)) is not None:
        return f"{match[1]}z{match[2]}"
    return word


def spellings(word: str) -> tuple[str, ...]:
    """The forms under which a lower-case word may stand in a text, itself first."""
    base = base_form(word)
    irregular = (form for bare in _without_ending(base) for form in _forms().get(bare, ()))
    forms: Iterable[str] = (word, base, *irregular, *_british(base))
    return tuple(dict.fromkeys(forms))


def _without_ending(word: str) -> Iterable[str]:
    """The word, and what it may be a regular form of ("pays", "paying", "giving", "running")."""
    yield word
    for ending in _ENDINGS:
        bare = word.removesuffix(ending)
        if bare != word:
            yield bare
            yield bare + "e"
            if bare[-1:] == bare[-2:-1]:
                yield bare[:-1]


def _british(word: str) -> list[str]:
    candidates = [f"{word[: m.end()]}ur{word[m.end() + 1 :]}" for m in re.finditer("o(?=r)", word)]
    candidates += [
        re.sub(r"iz(?=(?:e|es|ed|ing|ation|ations|er|ers)$)", "is", word),
        re.sub(r"yz(?=(?:e|es|ed|ing|er|ers)$)", "ys", word),
        re.sub(r"l(?=(?:ed|ing|er|ers)$)", "ll", word),
    ]
    return [other for other in candidates if other != word and base_form(other) == word]
