"""What a person wants: the question itself, without the words around it, and what kind it is. Pure.

A greeting, thanks, "please", "according to the articles" and the like change nothing of what is
asked, so they are taken off before anything is searched or read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from qa_app.retrieval.words import STOPWORDS
from qa_app.values.lexicon import COUNTRIES

Intent = Literal[
    "lookup", "none", "overview", "articles", "new", "compare", "timeline", "summary", "author",
    "published", "names", "topic", "oldest", "mentions", "conflicts",
]  # fmt: skip

_SOURCES = r"(?:the |these |those |your |my |our |all )*(?:articles?|texts?|documents?|sources?|files?|corpus|collection|news|stories|posts)"
_GREETING = r"(?:hello|hi|hey|hiya|greetings|good (?:morning|afternoon|evening|day)|dear \w+(?= *[,.!])|sir|madam)(?: there| all| everyone| everybody| team| again| assistant)?"
# A greeting or "please" is one before a comma or the beginning of a question; "Hello Kitty" is none.
_STARTS = r"(?=\s*[,.:;!–—]|\s+(?:who|whom|whose|what|when|where|which|why|how|whether|if|is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|please|kindly|i|i['’]m|i['’]d|tell|let|list|show|give|name|compare|contrast|summari[sz]e|sum|explain|describe|make|draw|write|build|outline|according|based|from|in|on|any|just|sorry|thanks|my|help|find|look)(?:['’](?:s|re|d))?(?!\w)|\W*$)"
_YOU = r"(?:you|someone|somebody|anyone|anybody)"
_WH = r" (?:who|whom|whose|what|when|where|which|why|how|whether|if)(?:['’](?:s|re|d))?\b"
_ASK = r"(?:tell (?:me|us)|remind (?:me|us)(?: again)?|let (?:me|us) know|say|explain(?: to (?:me|us))?|help (?:me|us) (?:find|find out|understand|with)|find out|look up|give (?:me|us) (?:an idea of|to understand))"
_POLITE = r"(?:please|kindly|pls|plz)"
_FRONT = tuple(
    re.compile(rf"^\W*(?:{pattern})(?!\w)[\s,.:;!–—-]*", re.IGNORECASE)
    for pattern in (
        rf"{_GREETING}{_STARTS}",
        r"(?:i'?m |i am )?sorry (?:to (?:bother|trouble|disturb) you|for (?:bothering|troubling|disturbing) you)(?: again)?(?:,? but)?",
        r"(?:excuse me|pardon me|sorry|thanks|thank you|thx|ok(?:ay)?|well|so|um+|er+|hmm+|(?:(?:a|one) )?(?:more |last |other |final |another |quick |short |simple |silly |stupid )*(?:question|thing)(?: for you)?|query|q|right|anyway|incidentally|urgent|just curious|just wondering|out of curiosity|in your (?:opinion|view)|for my (?:homework|essay|thesis|report|article|class|project))(?=\s*[,.:;!–—]|\s+-)",
        rf"(?:{_POLITE}[, ]*)?(?:can|could|would|will) {_YOU} (?:{_POLITE}[, ]*)?(?:be (?:so |very )?(?:kind|good|nice)(?: enough)?(?: as)? to (?:{_POLITE} )?)?{_ASK}(?: {_POLITE})?(?! (?:all |everything )?about\b)",
        rf"(?:{_POLITE}[, ]*)?(?:would|could) it be possible to {_ASK}",
        rf"(?:{_POLITE}[, ]*)?(?:can|could|would|will) {_YOU}(?: {_POLITE})?(?= (?:tell (?:me|us) (?:all |everything )?about|summari[sz]e|sum up|list|show|name|compare|contrast|give|make|draw|write|describe)\b)",
        rf"{_POLITE}(?:,? {_ASK}(?! (?:all |everything )?about)|(?! please\b){_STARTS})",
        rf"(?:i(?:'?d| would) (?:really )?(?:like|love|be (?:grateful|glad|happy)(?: if you could)?) (?:to (?:know|find out|learn|hear|ask|understand)|{_ASK})|i(?:'?m| am| was) (?:just )?(?:wondering|curious|asking myself|interested to know|trying to find out)|i (?:just |really )?(?:want(?:ed)?|need(?:ed)?|wish(?:ed)?) to (?:know|find out|learn|ask)(?: you)?|i (?:just )?wonder|i have a question|my question is)(?: about this)?",
        rf"(?:(?:may|might|can|could) i (?:just )?ask(?: you)?(?: something| a question)?|i (?:just )?ha(?:ve|d) to ask(?: you)?)(?={_WH}| *[,:])",
        rf"(?:what|(?:the |one )(?:other |only )?thing(?: that)?) (?:i(?:['’]?d| would)?(?: really| also)? (?:like|love|want|wanted|need|needed) to (?:know|ask|find out|learn|understand)|i(?:['’]?m| am| was) (?:wondering|asking myself)|i (?:do not|don['’]?t) (?:know|get|understand))(?: here| now)?(?: is(?={_WH})|(?= *:))",
        rf"(?:i (?:can['’]?t|cannot|could ?n['’]?t|did ?n['’]?t) (?:find|figure|work|make)(?: out)?|i(?:['’]?m| am) not (?:really |quite )?sure(?: about)?|i (?:do ?n['’]?t|do not) (?:know|remember|understand|get|see)|i (?:have )?(?:forgot|forgotten)|(?:my|our) [\w-]+ (?:wants|wanted|needs|needed|would like) (?:me )?to (?:know|find out|ask)|(?:i was|i['’]?ve been) (?:asked|told) to (?:find out|ask|look up))(?={_WH})",
        rf"(?:any chance (?:(?:that )?(?:you|someone|anyone) )?(?:can|could|know|knows|might)(?: {_ASK})?|do we know|is it (?:known|clear|told|reported|mentioned|said))(?={_WH})",
        rf"(?:do|does|did) (?:{_SOURCES}|it|any of {_SOURCES})(?: anywhere| ever| actually)? (?:say|tell(?: us| me)?|mention|explain|report|state)(?: anywhere| anything about)?(?={_WH})",
        rf"(?:is|was) there (?:anything|something|any (?:information|word|mention))(?: (?:here|in {_SOURCES}))? (?:about|on|of|as to)(?={_WH})",
        rf"(?:by the way|btw)(?={_WH}|\s*[,:])",
        rf"(?:do|does|did|would) (?:you|anyone|anybody|somebody) (?:happen to )?(?:know|remember|have any idea)(?={_WH})",
        rf"(?:any idea|do you have any idea)(?={_WH})",
        rf"{_ASK}(?={_WH})",
        rf"(?:according to|based on|from|going by|judging by|judging from|using|in|given|looking at|considering|after reading|having read|as per|per) {_SOURCES}(?= *,)",
        rf"(?:is|are) there (?:an? |any )?(?:disagreements?|contradictions?|discrepanc(?:y|ies)|conflicts?) (?:on|about|over|as to|in)(?={_WH}| (?:the|how) \w+)(?! {_SOURCES})",
        rf"(?:do|does|did)(?: all)?(?: of)? {_SOURCES}(?: all)? (?:(?:dis)?agree|differ|say the same|contradict each other)(?: (?:on|about|over|as to|in))?(?={_WH}| (?:the|how) \w+)",
        rf"what do(?:es)? {_SOURCES} say (?:on|about)(?= (?:who|what|when|where|which|why|how|whether)\b)",
    )
)  # fmt: skip


def _not_after(words: str) -> str:
    return "".join(rf"(?<!\b{word})" for word in words.split()) + r"\s+"


# What is said, sung or sent is no thanks of the person who asks.
_NO_OBJECT = _not_after(
    "say says said saying sing sang word words called titled mean means send sent give gave get got "
    "their his her the our a"
)
_NO_VERB = _not_after("he she they it we you who did does do to not")
_NO_PART = _not_after("is are was were be been being say said answer answered")
_APART = r"(?:\s*[,.:;!–—]+\s*|(?<=[?.!])\s+)"
_BACK = tuple(
    re.compile(rf"(?:{_APART}|{apart})(?:{pattern})\W*$", re.IGNORECASE)
    for apart, pattern in (
        (_NO_OBJECT, r"(?:many |a lot of )?(?:thanks|thank you|thx)(?: (?:you|so much|very much|a lot|in advance|again|indeed|for your help|for the help|kindly))*"),
        (_NO_OBJECT, _POLITE),
        (_NO_VERB, r"(?:answer|reply|respond|explain|say it|put it|keep it)(?: (?:me|it|this|please|briefly|shortly|only|just))* (?:in (?:one|a|two|a few|few|\d+)(?: \w+)? (?:sentences?|words?|lines?)|briefly|short|in brief|in short|concisely)(?: please)?"),
        (_NO_PART, r"(?:in (?:one|a single|two|a few) (?:sentences?|words?|lines?))"),
        (_NO_PART, rf"(?:according to|based on|going by) {_SOURCES}"),
        (_APART, rf"(?:(?:do|does|would) {_YOU} (?:happen to )?know|any(?:one|body)(?: knows?)?|any ideas?|(?:i(?:['’]?m| am) )?(?:just )?(?:wondering|curious|asking)|i wonder|(?:can|could) {_YOU} (?:please )?(?:{_ASK}|help(?: me)?)|if (?:you know|i may ask|possible)|asap|urgent)"),
        (_APART, r"(?:ta|cheers|tia|(?:i(?:'?d| would) (?:appreciate|be grateful)(?: \w+)*)|best regards|regards|have a (?:nice|good|great) day)"),
    )
)  # fmt: skip
_KIND = r"(?:story|stories|articles?|news|reports?|(?:blog )?posts?|texts?|pieces?|interviews?|reviews?|columns?|recipes?|obituar(?:y|ies)|match reports?|essays?|minutes|newsletters?|press releases?|speech(?:es)?|transcripts?|guides?|pages?|files?)"
_TOLD = re.compile(
    rf"^(?:(?:the|this|that|our|an?) )?(?:{_KIND}|situation|affair|events?) (?:about|on|of|with|by|from|in|around|concerning|titled|called) (?=\S)",
    re.IGNORECASE,
)
_NAMED = re.compile(rf"^(?:the|this|that|our) (?P<of>.*\S) {_KIND}$", re.IGNORECASE)
_ALONE = re.compile(rf"^(?:the|this|that|our) (?P<of>{_KIND})$", re.IGNORECASE)
_FORM = re.compile(
    r"[\s,]+(?:for (?:me|us)|please|briefly|quickly|shortly|in (?:short|brief|a nutshell|simple terms|plain english|detail)|"
    r"(?:in|with|using|as) (?:about |around |at most |no more than |up to )?(?:an?|one|two|three|four|five|six|ten|a few|several|some|\d+) ?(?:short |brief |key |main |bullet |single )*(?:sentences?|words?|lines?|bullets?|points?|paragraphs?)|"
    r"(?:in|as|with) bullet(?: point)?s)$",
    re.IGNORECASE,
)
_COUNTED = {
    "a": 1, "an": 1, "one": 1, "single": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
_SO_MANY = re.compile(
    rf"\b(?P<n>{'|'.join(_COUNTED)}|\d{{1,3}})[ -](?:(?:short|brief|key|main|bullet|single|most important) )*(?:sentences?|points?|bullets?|takeaways?|facts)\b",
    re.IGNORECASE,
)  # fmt: skip
_ONE_WORD = re.compile(r"^\W*([^\W\d_][\w'’-]{2,})\W*$")
# "whats japans view": what many leave out.
_UNMARKED = re.compile(
    rf"\b(what|who|where|how|when|there|(?:{'|'.join(sorted(COUNTRIES - {'turkey'}))})(?=s (?!are|were|have|had|will)\w))s\b",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(?:(do|does|did|is|are|was|were|has|have|had|could|would|should)"
    r"|(ca|wo)(?=nt (?:i|you|we|they|he|she|it|the|a|an|be)\b))nt\b",
    re.IGNORECASE,
)
_WHETHER = re.compile(r"^(?:whether|if)\s+", re.IGNORECASE)
_SMALL_TALK = rf"{_GREETING}|please|thanks|thank you|thx|ta|cheers|ok(?:ay)?|great|super|perfect|nice|cool|good|fine|wonderful|excellent|bye|goodbye|see you|good night|yes|no|yeah|nope|got it|i see|very (?:good|nice)|well done|how are you(?: \w+)?|who are you|what can you do|what can i ask(?: you)?|help|test(?:ing)?|lol|never ?mind|that(?:['’]s| is| was) (?:all|great|good|it|fine|helpful)"
_NOTHING = re.compile(
    rf"^\W*(?>(?:{_SMALL_TALK})(?!\w))"
    rf"(?>[\s,.!?]+(?:you|so much|very much|a lot|again|indeed|then|all|for (?:now|your help|the help|that)|very helpful|{_SMALL_TALK})(?!\w))*+\W*$",
    re.IGNORECASE,
)
# An article that is asked about itself, and what it is about.
_ARTICLE = r"(?:the|this|that|these|those|your|our) (?P<before>(?:[\w'’-]+ ){0,4}?)(?P<kind>articles?|stor(?:y|ies)|(?:blog )?posts?|texts?|pieces?|papers?|reports?|interviews?|reviews?|columns?|essays?|pages?)(?: (?:about|on|of|with|by|titled|called|concerning) (?P<of>(?:(?! and (?:who|what|when|where|why|how|which)\b).)+?))?"
# "The bridge article" is the one about the bridge, "the latest article" is of nothing.
_OF_NOTHING = frozenset(
    "whole entire full original first second last latest newest new recent news blog magazine"
    " newspaper online following above same other long short present current two three".split()
)
# What an article that a question is of is called; "the audit report" is more often told of by one.
_TOLD_IN = _ARTICLE.replace("papers?|reports?|", "").replace(
    "|pages?)",
    "|recipes?|obituar(?:y|ies)|match reports?|minutes|newsletters?|press releases?|speech|transcripts?)",
)
_SORTS = {
    **dict.fromkeys(("people", "persons", "individuals", "names", "characters"), "person"),
    **dict.fromkeys(
        ("companies", "organisations", "organizations", "institutions", "firms"), "organisation"
    ),
    **dict.fromkeys(("places", "locations"), "place"),
}


def _of_age(age: str) -> str:
    """Asking for the newest or the oldest article: "which of these articles is the newest?"."""
    behind = rf"(?: (?:here|there|you have|in {_SOURCES}))*"
    return (
        rf"(?:(?:(?:what|which)(?:['’]s| is| are| was)? )?(?:the )?(?:{age})(?: of)? {_SOURCES}(?: is| was)?"
        rf"|(?:what|which) (?:one |ones )?(?:of )?{_SOURCES} (?:is|are|was) (?:the )?(?:{age})(?: ones?)?){behind}"
    )  # fmt: skip


_SPEAKERS = (
    *("people", "persons", "experts", "analysts", "specialists", "observers", "commentators"),
    *("officials", "scholars", "scientists", "researchers", "politicians", "sources", "voices"),
)
_SCOPES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^\W*(?:in|from|according to|going by|based on) {_TOLD_IN}\s*,\s*(?P<rest>.+)",
        rf"^(?P<rest>\W*(?:who|whom|whose|what|when|where|which|why|how|is|are|was|were|do|does|did|has|have|had|can|could|will|would|list|name)\b.+?),?\s+(?:(?:mentioned|named|described|told) )?(?:in|according to|from) {_TOLD_IN}\W*$",
    )
)  # fmt: skip
_TELLING_KINDS = (
    "interview", "review", "recipe", "obituar", "match report", "column", "essay", "minutes",
    "newsletter", "press release", "speech", "transcript", "guide",
)  # fmt: skip
"""What an article may be called by alone, where there are others."""
_SAYS = re.compile(
    rf"^\W*what (?:does|do|did) {_TOLD_IN} (?:say|tell(?: us| me)?|report|mention|write)(?: (?:about|on|of))? (?P<rest>.+)",
    re.IGNORECASE,
)
_INTENTS: tuple[tuple[Intent, re.Pattern[str]], ...] = tuple(
    (intent, re.compile(pattern, re.IGNORECASE))  # type: ignore[misc]
    for intent, pattern in (
        ("articles", rf"^\W*(?:(?:list|show|name|give me|enumerate)(?: me)?|which|what|how many) (?:a list of )?{_SOURCES}(?: (?:are|do) (?:there|you have|you know|available|in (?:here|the store|the collection)))*(?: (?:there|have|available))?\W*$"),
        ("overview", rf"^\W*(?:what (?:are|is) {_SOURCES} (?:all )?about|what (?:is|are) (?:in|covered (?:in|by)) {_SOURCES}|(?:what|which) (?:topics?|subjects?|themes?) (?:do|does|are|is) .*{_SOURCES}.*|(?:give me |write |make )?(?:an? )?(?:overview|summary|summari[sz]e|sum up|outline)(?: of| for)?(?: me)? {_SOURCES}|what do {_SOURCES} (?:say|cover|deal with|talk about|discuss)|what(?:['’]s| is| are) (?:this|these|it|all (?:of )?this)(?: all)? about|what can (?:i|you) (?:find|learn|read)(?: about)?(?: in)? (?:here|{_SOURCES}))\W*$"),
        ("overview", r"^\W*(?:tl;?dr|(?:give me )?(?:an? |the )?(?:summary|overview|gist|key points|main points)|summari[sz]e(?: (?:it|this|them|everything|all)(?: (?:of (?:it|them|this)|up))?)?|sum (?:it|this|them|everything) (?:all )?up)(?: (?:for me|please|briefly))*\W*$"),
        ("author", rf"^\W*who (?:wrote|has written|authored|penned|is the (?:author|writer) (?:of|behind)|are the (?:authors|writers) (?:of|behind)) {_ARTICLE}\W*$"),
        ("published", rf"^\W*(?:when|on (?:what|which) (?:date|day)) (?:was|were) {_ARTICLE} (?:published|written|posted|released)\W*$"),
        ("oldest", rf"^\W*{_of_age('oldest|earliest|first')}\W*$"),
        ("new", rf"^\W*{_of_age('newest|latest|most recent')}\W*$"),
        ("conflicts", rf"^\W*(?:(?:what|where|(?:on|about) what) (?:do|does) {_SOURCES} (?:disagree|differ|not agree|contradict each other)(?: (?:on|about|over|in))?|(?:are|is) there (?:any )?(?:contradictions?|disagreements?|inconsistenc(?:y|ies)|conflicts?|discrepanc(?:y|ies))(?: (?:in|between|among) {_SOURCES})?|(?:do|does)(?: all)? {_SOURCES}(?: all)? (?:contradict (?:each other|one another)|(?:dis)?agree(?: with (?:each other|one another))?|differ))\W*$"),
        ("mentions", rf"^\W*(?:(?:in )?(?:which|what) (?:of )?{_SOURCES} (?:that )?(?:mentions?|names?|talks? (?:of|about)|discuss(?:es)?|covers?|deals? with|writes? (?:of|about)|says? (?:something|anything) (?:of|about)|(?:is|are) (?:about|on))|(?:list|show|find|give me)(?: me)? (?:all )?(?:the )?(?:articles?|texts?|documents?|sources?|stories|posts) (?:that (?:mention|talk about|discuss|cover|are about|deal with)|about|on|mentioning)|where (?:is|are)(?= .+ mentioned)) (?P<of>.+?)(?: (?:mentioned|named|in {_SOURCES}))*\W*$"),
        ("mentions", rf"^\W*(?:(?:is|are|was|were) (?:there )?(?P<of>(?:(?!\b(?:who|what|where|when|how)\b).)+?) mentioned(?: (?:anywhere|at all|here|there|too|in (?:any of )?{_SOURCES}))*)\W*$"),
        ("mentions", rf"^\W*(?:do|does|did) (?:any of |one of )?{_SOURCES}(?: (?:ever|also|anywhere))? (?:mention|name|talk (?:of|about)|discuss|write (?:of|about)|say (?:something|anything) (?:of|about)) (?P<of>.+?)(?: (?:anywhere|at all))?\W*$"),
        ("names", rf"^\W*(?:list|name|show(?: me)?|give me|enumerate|who (?:are|were)|what (?:are|were)|which|what)?\s*(?:a list of )?(?:all |the |of |main |key |most important |(?:one|two|three|four|five|six|seven|eight|nine|ten|\d{{1,2}}) )*(?P<sort>{'|'.join(_SORTS)})(?: (?:that|who|which))?(?: (?:are|is|were|was|get))?(?: (?:mentioned|named|quoted|talked about))?(?: there)? (?:in|by) (?:{_TOLD_IN}|{_SOURCES})\W*$"),
        ("names", rf"^\W*(?:(?:list|name|show(?: me)?|give me|enumerate|who (?:are|were)|what (?:are|were)|which|what)?\s*(?:all |the |of )*(?P<sort>{'|'.join(_SPEAKERS)})(?: (?:that|who|which))?(?: (?:are|is|were|was|get|have been))?|who(?:['’]s| is| are| was| were| gets| has been)?) (?P<quoted>quoted|cited|interviewed)(?: (?:in|by) (?:{_TOLD_IN}|{_SOURCES}))?\W*$"),
        ("names", rf"^\W*who(?:['’]s| is| are| was| were| gets)? (?:all )?(?:mentioned|named) in (?:{_TOLD_IN}|{_SOURCES})\W*$"),
        ("summary", rf"^\W*(?:so )?what(?:['’]s| is| was) {_TOLD_IN} (?:all )?about\W*$"),
        ("new", rf"^\W*(?:what(?:'s| is| are)(?: the)? (?:new|latest)(?: (?:news|articles?|stories|texts?))?|(?:the )?latest (?:news|articles?)|any(?:thing)? new(?:s)?)(?: (?:here|today|this week|in {_SOURCES}))?\W*$"),
        ("timeline", rf"^\W*(?:give me |make |show(?: me)? |draw |build )?(?:a |the )?(?:time ?line|chronology|sequence of events|order of events)(?: of (?:(?:the )?events|everything|it all|{_SOURCES})(?: in {_SOURCES})?)?\W*$"),
        ("timeline", r"^\W*(?:(?:give me |make |show(?: me)? |draw |build )?(?:a |the )?(?:time ?line|chronology|sequence of events|history)(?: of| for| about)|what happened(?: and)? when (?:with|in|to)|order of events (?:in|of)|(?:(?:list|name|give me|show(?: me)?|what (?:are|were)) )?(?:the )?(?:all|key|main|(?:most )?important) (?:the )?dates (?:of|for|in|about|around)(?! (?:birth|death)))\s+(?P<of>.+)"),
        ("compare", r"^\W*(?:compare|contrast)\s+(?P<one>.+?)\s+(?:and|with|to|vs\.?|versus|against)\s+(?P<two>.+)"),
        ("compare", r"^\W*what(?:['’]s| is| are) the (?:differences?|similarit(?:y|ies)) between (?P<one>.+?) and (?P<two>.+)"),
        ("compare", r"^\W*how (?:do|does|did|is|are|was|were) (?P<one>.+?) (?:differ(?:ent)? from|compared? (?:to|with)) (?P<two>.+)"),
        ("compare", r"^\W*how (?:do|does|did|is|are|was|were) (?P<one>.+?) and (?P<two>.+?) (?:differ|different|compare|compared)\W*$"),
        ("summary", r"^\W*(?:summari[sz]e|sum up|tl;?dr(?:[: ]+(?:of|on|for))?[: ]*|(?:what(?:['’]s| is| are| was| were) |list |give me )?(?:the )?(?:key|main|most important|central|basic) (?:points?|ideas?|takeaways?|facts|findings|arguments?|messages?|themes?|thesis|claims?|conclusions?) (?:of|in|from|about|on)|(?:give me |write |make )?(?:an? |the )?(?:short |brief |quick )?(?:summary|overview|gist|rundown|outline) (?:of|on|about)|what(?:['’]s| is| was) the (?:gist|story) (?:of|with|about|behind)|(?:(?:give|tell|show) me |list |name )?(?:the )?(?:\d{1,2}|two|three|four|five|six|ten|some|a few) (?:key |main |most important |interesting )*(?:points|ideas|takeaways|facts|things|findings) (?:of|in|from|about|on))\s+(?:what(?:['’]s| is| has| was|['’]s been| has been) (?:been )?(?:happening|going on) (?:in|at|with|to)\s+)?(?P<of>.+)"),
        ("topic", r"^\W*(?:(?:any |the |what(?:['’]s| is| are) the )?(?:latest|recent|newest)(?: (?:news|updates?|developments?|reports?))? (?:on|about|regarding)|tell me (?:all |everything |more |something )?about|what do (?:we|you) know about|what is known about|what (?:do|does) (?:"+_SOURCES+r"|(?:the|this|that) "+_KIND+r") say (?:about|on)|what(?:['’]s| is| has| was|['’]s been| has been) (?:been )?(?:happening|going on) (?:in|at|with|to)|catch me up on|fill me in on|bring me up to date on)\s+(?:what(?:['’]s| is| has| was|['’]s been| has been) (?:been )?(?:happening|going on) (?:in|at|with|to)\s+)?(?P<of>.+)"),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person wants.

    Attributes:
        question: the question without the words around it, or what is left of it.
        about: what an overview, a comparison or a timeline is to be of; two for a comparison.
        of_article: whether it was called an article ("summarise the article on ...").
        most: how many sentences or points were asked for; 0 where no number was named.
        sort: of names, whose: "person", "organisation" or "place".
        within: what the article is about that alone is to be asked ("in the harbour article").
    """

    intent: Intent
    question: str
    about: tuple[str, ...] = ()
    of_article: bool = False
    most: int = 0
    sort: str = ""
    within: str = ""


def understand(question: str, *, scoped: bool = True, alone: bool = False) -> Wanted:
    """What `question`, cleaned already, asks for.

    Args:
        scoped: whether "in the harbour article" is taken for where to look.
        alone: whether nothing was said before, so that a single word is a subject to be told of.
    """
    bare = undressed(question)
    if not any(character.isalnum() for character in bare) or _NOTHING.match(bare):
        return Wanted("none", question)
    for intent, pattern in _INTENTS:
        if match := pattern.match(bare):
            named = match.groupdict()
            sort = ""
            if intent == "names":
                sort = _SORTS.get((named.get("sort") or "people").lower(), "")
                sort = "speaker" if named.get("quoted") else sort
            if "before" in pattern.groupindex:
                of = _article(match)
                parts = [_named(of)] if of else []
            else:
                parts = [_named(part) for part in match.groups() if part]
            about = tuple(part for part, _ in parts)
            is_article = "before" in named or any(is_article for _, is_article in parts)
            return Wanted(intent, bare, about, is_article and bool(about), _number(question), sort)
    for pattern in _SCOPES if scoped else ():
        if (match := pattern.match(bare)) and (of := _article(match)):
            inner = understand(match["rest"].rstrip("?! ") + "?" * bare.endswith("?"), scoped=False)
            if inner.intent != "none":
                return replace(inner, within=of)
    if scoped and (match := _SAYS.match(bare)) and (of := _article(match)):
        return Wanted("lookup", f"What is said about {match['rest']}", within=of)
    if alone and (word := _ONE_WORD.match(bare)) and word[1].lower() not in STOPWORDS:
        return Wanted("topic", bare, (word[1],))
    return Wanted("lookup", bare)


def _article(match: re.Match[str]) -> str:
    """What a question says that an article is about: "the article about the harbour", "the harbour
    article", or what it is where it says only that ("the interview"); "" for "the article".
    """
    said = [word for word in (match["before"] or "").split() if word.lower() not in _OF_NOTHING]
    kind = (match["kind"] or "").lower()
    return match["of"] or " ".join(said) or (kind if kind.startswith(_TELLING_KINDS) else "")


def _number(bare: str) -> int:
    """How many sentences or points are asked for, as far as it is answered: 0 to 12."""
    match = _SO_MANY.search(bare)
    if match is None:
        return 0
    word = match["n"].lower()
    return min(int(word) if word.isdigit() else _COUNTED.get(word, 0), 12)


def _named(part: str) -> tuple[str, bool]:
    """What an answer is to be of, without the form it is to have and that it is an article."""
    bare = part.strip(" ?.!")
    while (shorter := _FORM.sub("", bare).strip(" ?.!,")) != bare:
        bare = shorter
    if (alone := _ALONE.match(bare)) and alone["of"].lower().startswith(_TELLING_KINDS):
        return alone["of"], True
    behind = _NAMED.match(bare)
    of = behind["of"] if behind else _TOLD.sub("", bare)
    return of, of != bare


def undressed(question: str) -> str:
    """The question without greeting, thanks, politeness and what it says of the articles."""
    bare = _NOT.sub(lambda m: f"{m[1] or m[2]}n't", _UNMARKED.sub(r"\g<1>'s", question.strip()))
    while True:
        shorter = bare
        for pattern in _FRONT:
            shorter = pattern.sub("", shorter, count=1) or shorter
        for pattern in _BACK:
            shorter = pattern.sub("", shorter, count=1) or shorter
        shorter = shorter.strip()
        if shorter == bare:
            break
        bare = shorter
    return _WHETHER.sub("", bare) if bare != question.strip() else bare
