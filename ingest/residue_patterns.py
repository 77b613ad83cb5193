"""The sayings of web pages, as patterns that a whole line must match. See `residue`.

`STRONG` kinds are residue wherever they stand, `AT_TOP` and `AT_END` ones only there, and a line
that matches `WEAK` only in the company of others. `MENU` lines make a menu of the short lines
around them.
"""

from __future__ import annotations

import re

_NETWORK = (
    r"(?:facebook|twitter|x|linked ?in|whats ?app|reddit|pinterest|telegram|instagram|you ?tube"
    r"|tik ?tok|messenger|threads|bluesky|mastodon|flipboard|pocket|tumblr|e-?mail|wechat|viber|vk)"
)
_COUNTED = (
    r"(?:views?|comments?|likes?|shares?|reads?|reactions?|claps?|retweets?|repl(?:y|ies)|reposts?"
    r"|followers?)"
)
_SURE_AGENCY = (
    r"(?:the )?(?:associated press|AP(?: photo)?|AFP|agence france-presse|reuters|getty(?: images)?"
    r"|EPA(?:-EFE)?|EFE|shutterstock|i?stock ?photo|adobe stock|kyodo(?: news)?|jiji press|xinhua"
    r"|yonhap|PA (?:media|images|wire)|press association|alamy(?: stock photo)?|zuma press|nurphoto"
    r"|anadolu(?: agency)?|TASS|DPA|ANSA|UPI|wikimedia commons)"
)
# Names that mean something else as well, and therefore count only beside other words of a credit.
_AGENCY = (
    rf"(?:{_SURE_AGENCY}|bloomberg(?: news)?|unsplash|i?stock|jiji|VNA|alamy|zuma|pool|wikimedia"
    r"|imago|rex(?: features)?|flickr|pexels|pixabay)"
)
_THING = r"(?:article|story|post|page|video|piece|podcast|episode|news)"
_NAME = r"(?:[A-Z][\w.'’-]*|[a-z]{1,3}|&|and)"

_NAVIGATION = (
    r"(?:close|open|toggle|show|hide|expand)(?: (?:this|the|main|site|mobile|side))*"
    r" (?:search(?: box| bar| form)?|menu|nav(?:igation)?|sidebar|dialog|modal|banner|window"
    r"|pop-?up|ad|panel)",
    r"(?:skip|jump) to (?:the )?(?:main )?(?:content|navigation|nav|footer|search|article|menu)"
    r"(?: ?jump to (?:search|navigation|content))?",
    r"accessibility (?:links|help|statement|menu|tools|options)",
    r"(?:top|bottom|end|start) of (?:the )?page",
    r"(?:back|go|return|scroll) to (?:the )?top",
    r"(?:you are here|breadcrumbs?|(?:main|site|secondary) navigation):?",
    r"(?:log|sign) ?in(?: or (?:sign up|register|subscribe|create an account))?",
    r"(?:previous|next) (?:article|post|story|page|slide)",
    r"(?:loading|please wait)\s?(?:\.\.|…)?",
    r"(?:view|see|show|load) (?:all|more)"
    r"(?: (?:stories|articles|news|posts|comments|results|photos|videos))?",
    r"(?:print|save|bookmark|play|email) this (?:article|story|page|post|episode)",
    r"listen to (?:this )?(?:article|story)s?(?:\W+\d+.{0,12})?",
    r"your browser does not support .{3,60}",
    r"(?:please )?enable javascript.{0,80}",
    r"(?:click|tap)(?: here| on (?:the )?(?:image|photo|picture))?(?: to (?:enlarge|zoom|expand"
    r"|subscribe"
    r"|sign up|register|donate|download|see more|read more|learn more|join|vote|comment)"
    r"(?: .{1,40})?)",
    r"(?:click|tap) here (?:to (?:read|see|view|watch|listen to)|for) .{2,60}",
    r"(?:download|get) (?:our|the) (?:free )?(?:mobile )?app(?: (?:now|today|here|for free))?",
    r"(?:having trouble (?:viewing|playing|watching)|can['’]t (?:see|watch)) this video\?.{0,40}",
    r"(?:this )?video (?:is )?(?:not available|unavailable|private)(?: .{1,60})?",
    r"(?:report|spot(?:ted)?|found|see|notice[d]?) (?:an? |any )?"
    r"(?:typos?|errors?|mistakes?|corrections?)"
    r"(?: (?:in|on|with) this (?:article|story|page))?\??(?: (?:please )?(?:let us know|tell us"
    r"|contact us"
    r"|report it).{0,40})?",
    r"corrections?\? (?:let us know|tell us|contact us).{0,40}",
    r"from wikipedia, the free encyclopedia",
    r"\(?redirected from .{1,60}\)",
)
_ADVERTS = (
    r"\(?advert(?:isement|ising)?s?(?: (?:here|below|above|space))?\)?:?",
    r"anzeige|werbung|publicité|publicidade?|pubblicità|advertentie|annonse?|reklama",
    r"advertisement\W{1,3}(?:continue|scroll|story|article|read).{0,50}",
    r"(?:story|article|content|text) continues (?:below|after)(?: (?:this|the))?"
    r"(?: (?:advertisement|ad|video|photo|gallery))?",
    r"(?:continue|keep) reading(?: (?:below|the main story|this article))?",
    r"scroll (?:down )?(?:to|for) (?:continue|more|read)(?: .{0,40})?",
    r"(?:sponsored|promoted|paid|partner)(?: partner)? (?:content|posts?|stor(?:y|ies)|links?)",
    r"(?:ad feedback|ad choices|adchoices|remove ads|advertise with us"
    r"|why (?:this|am i seeing this) ad\??)",
    r"if you (?:buy|purchase|click)\b.{5,80}\b(?:commission|affiliate)\b.{0,80}",
    r"(?:this (?:post|article|page) (?:may )?contains?|we may earn)\b.{0,40}"
    r"\b(?:affiliate|commission).{0,120}",
)
_READ_ALSO = (  # in other languages
    r"lesen sie auch|(?:(?:à|a) )?lire aussi|leer también|lea también|lees ook|leggi anche"
    r"|leia também|läs också|læs også|les også|czytaj też|czytaj także|читайте также"
)
_SECTIONS = (
    r"(?:breaking|latest|trending|top|more) (?:news|stories|headlines|articles|videos|coverage)"
    r"(?: (?:from|on) .{1,40})?",
    r"(?:related|recommended|suggested|popular|trending|similar) (?:articles?|stor(?:y|ies)"
    r"|content|topics?|posts?|news|coverage|links?|reading|videos?|for you):?",
    r"(?:you (?:may|might) (?:also )?(?:like|be interested in)|(?:we )?recommend(?:ed)? for you):?",
    r"most (?:read|popular|viewed|shared|watched|commented)(?: (?:stories|articles|news|posts))?",
    r"more (?:on this (?:story|topic)|from (?:us|(?:around )?the web|(?:this|the) author))",
    r"editor['’]?s['’]? (?:picks?|choice)",
    r"(?:what to )?(?:read|watch) next:?",
    r"(?:don['’]t miss|in case you missed it|must[- ]reads?|trending(?: now)?|related"
    r"|recommended):",
    r"(?:mehr zum thema|das könnte sie auch interessieren|sur le même sujet|te puede interesar"
    rf"|noticias relacionadas|leia mais|{_READ_ALSO}):?",
)
_SECTIONS_CASED = (  # of a site, by its name
    rf"Follow(?: [A-Z][\w&'’.-]*){{1,5}} on (?i:{_NETWORK})(?:(?:, | and |, and )(?i:{_NETWORK}))*",
    r"(?:(?:Most )?[Pp]opular|Trending|Also|POPULAR|ALSO) (?:on|ON)"
    r" [A-Z][\w.&'’]*(?: [A-Z][\w.&'’]*){0,3}:?",
)
# Never the first line of an article; the ones of `_LINKS` may be its headline.
_SURE_LINKS = (
    r"(?:read (?:more|also|the full (?:story|article|report))|also read|see (?:more|also)"
    r"|related(?: (?:story|stories|articles?|posts?|links?|coverage|content|reading|news|video))?"
    rf"|{_READ_ALSO}"
    r"|recommended(?: (?:stories|reading))?)\s?[:|►▶»→>]\s?\S[^\n]{0,200}",
)
_LINKS = (
    r"read the (?:original|full|whole) (?:article|story|post|piece|report)"
    r"(?: (?:here|at|on)(?: .{1,40})?)?",
    r"(?:read|learn|see|find out|discover) more(?: (?:here|(?:about|at|on) .{1,60}))?\s?[….»>]*",
    r"(?:read(?: next| this)?|more(?: (?:news|coverage|stories|on this))?"
    r"|watch(?: (?:now|live|more|next|video|the video|this))?|go deeper"
    r"|don['’]t miss|up next|listen(?: now)?"
    r"|what to (?:read|watch|know) next)\s?[:|►▶»→>]\s?\S[^\n]{0,200}",
)
_SHARING = (
    rf"(?:share|tweet|pin|post|send|save)(?: (?:this|it|the))?(?: {_THING})?"
    rf"(?: (?:on|to|via|by|with|in|through)"
    rf" (?:{_NETWORK}|(?:your )?friends|a friend|social media)"
    rf"(?:[ ,/|·•]+(?:and )?{_NETWORK})*| options?| buttons?)",
    rf"(?:share|tweet|e-?mail) this(?: {_THING})?:?",
    rf"share:?(?:[ ,/|·•]+{_NETWORK})+",
    rf"{_NETWORK}(?:[ ,/|·•]+(?:and )?{_NETWORK}){{2,}}",
    r"copy (?:the )?(?:link|url|address)(?: to (?:the )?clipboard)?",
    r"(?:link|url) copied(?: to (?:the )?clipboard)?",
    r"(?:teilen|partager|compartir|compartilhar|condividi|delen)"
    rf" (?:auf|sur|en|no|su|op|via) {_NETWORK}",
    r"like this:",
    r"join our (?:[\w-]+ ){0,3}(?:group|community|channel|mailing list|server|forum)"
    r"(?: (?:on|here|now|today)\b.{0,40})?",
    r"(?:like|liked|love|loved|enjoy|enjoyed)(?: reading)? (?:this|what you).{0,40}\?"
    r" (?:share|tweet) .{2,60}",
    r"view this (?:post|photo|profile|reel) on (?:instagram|threads|facebook)",
    r"a (?:post|photo|video|reel) (?:shared|posted) by .{2,60}\(@[\w.]+\).{0,60}",
    r"pic\.twitter\.com/\w+",
    r"(?:follow|find|like|join|connect with|subscribe to) us(?: (?:on|at|via) .{1,60})?:?",
    rf"follow (?:@\w{{2,30}}|(?:him|her|them|me) on {_NETWORK}.{{0,40}})",
    r"click to (?:share|e-?mail|print|tweet)\b.{0,60}",
)
_COUNTERS = (
    rf"(?>\d[\d.,]*\s?(?:[km]\s?)?{_COUNTED}[\s·•|,/–-]*)++",
    r"(?:no|leave a|add a|add your|post a|write a|view|view all|show|hide|see|see all|load"
    r"|join the|read|be the first to)(?: \d+)? (?:comments?|repl(?:y|ies)|conversation|discussion)"
    r"(?: yet| now| below)?",
    r"be the first to (?:comment|like this)",
    r"(?:so )?(?:please )?(?:tell us|let us know|share your|leave us|have your say|sound off)\b"
    r".{0,60}\bcomments?"
    r"(?: (?:section|box|area|field))?(?: (?:below|here))?",
    r"what do you think\?(?: (?:tell|let) us .{2,80})?",
    r"(?:tell us|let us know) what you think(?: (?:about|of) this (?:article|story|post))?"
    r"(?:\.\.|…)?",
    r"(?:share|leave|post) (?:your|a) (?:thoughts|comments?|opinions?|views)"
    r"(?: (?:below|here|with us))?",
    r"cancel reply|required fields are marked.{0,10}",
    r"(?:(?:please )?enable javascript to view (?:the )?)?comments? powered by [\w.]+\.?",
    r"save my name, e-?mail,? and website in this browser.{0,60}",
    r"(?:\d+|an?)\s?(?:min(?:ute)?|h(?:ou)?r|h|m|d|day|week|month|year)s? ago",
)
_MINUTES = r"min(?:ute)?s?\.?(?: |,)?\s?(?:to )?read(?:ing)?(?: time)?"
_READING_TIME = (
    r"(?:[\w ]{1,24}:\s*)?[\d,.]+\s+words?\s*[(|·•,–-]*\s*(?:about |around |approx\.? |~)?"
    r"\d+(?:[–-]\d+)?[- ]?min(?:ute)?s?\.?(?: (?:to )?read(?:ing)?(?: time)?)?\)?",
    r"(?:estimated |average |approximate )?(?:reading|read) time\W{0,3}"
    r"(?:about |approx\.? |~|<)?\s?\d+.{0,16}",
    r"(?:time to read|word count|words)\s?:\s?[\d,.]+.{0,16}",
    rf"(?:about |approx\.? |~|<)?\s?\d+(?:[–-]\d+)?[- ]?{_MINUTES}",
)
_CONSENT = (
    r"(?:we|this (?:web)?site|our (?:web)?sites?|this page)(?: and our (?:\d+ )?partners)?"
    r"(?: (?:also|only|may))? uses? (?:\w+ )?cookies\b.{0,260}",
    r"by (?:continuing|using|clicking|closing|browsing|visiting)\b.{3,140}"
    r"\b(?:cookies?|privacy policy|terms)\b.{0,120}",
    r"(?:accept|reject|allow|decline|manage|customi[sz]e|refuse)"
    r"(?: (?:all|my|your|optional|only))* (?:cookies?|consent|preferences|choices|tracking)",
    r"(?:accept|reject|agree to|allow) all",
    r"(?:we value your|your) privacy(?: (?:choices|matters|is important to us))?",
    r"do not sell(?: or share)? my personal information",
    r"this site is protected by recaptcha.{0,160}",
)
_NEWSLETTER = (
    r"(?:sign(?: |-)?up|subscribe|register)(?: (?:now|here|today|for free))?"
    r" (?:to|for|and|with)\b[^.!?;]{0,160}\b(?:newsletters?|inbox|mailing list|updates|channel"
    r"|podcast|e-?mail(?:s| updates| alerts)?)\b[^.!?;]{0,90}",
    r"(?:subscribe|sign up|join)"
    r"(?: (?:now|here|today|for free|to continue reading|to read more|to keep reading))?",
    r"sign(?: |-)?up\s?[|►▶»→>]\s?\S[^\n]{0,120}",
    r"sign(?: |-)?up\s?: [^\n]{0,120}"
    r"\b(?:newsletters?|letter|briefing|digest|e-?mails?|alerts?|inbox|updates)\b[^\n]{0,60}",
    r"newsletter sign(?: |-)?up",
    r"(?:get|receive|have)\b[^.!?;]{3,160}\b(?:(?:in|to) your inbox|newsletter)\b[^.!?]{0,60}",
    r"(?:sign(?: |-)?up|subscribe) (?:for|to) [^.!?;]{0,120}\bnewsletter\b[^;]{0,200}",
    r"a version of this (?:story|article|column) (?:first )?appear(?:s|ed) in\b.{3,200}",
    r"get (?:an? )?e-?mails? (?:whenever|when|every)\b.{0,80}",
    r"by signing up,? (?:you|i)\b.{5,200}",
    r"(?:thanks|thank you) for (?:subscribing|signing up|registering|reading)!?",
    r"(?:please )?enter (?:your|a valid) e-?mail(?: address)?.{0,40}",
    r"your e-?mail address(?: will not be published)?\W*(?:required fields .{0,40})?",
    r"already (?:a (?:subscriber|member)|have an account|subscribed)\??.{0,30}",
    r"(?:create|register for) (?:an|a free|your free) account.{0,60}",
    r"(?:please )?(?:consider )?support(?:ing)? (?:us|our (?:work|journalism|newsroom))"
    r"(?: (?:now|today|here|by .{1,40}))?",
    r"donate(?: (?:now|today|here))?",
    r"unsubscribe(?: (?:at )?any ?time|\s?[|·•:–-].{0,160})?",
    r"(?:view|open|read|see) (?:this|it)(?: (?:e-?mail|message|newsletter))? (?:in|on) (?:your|a)"
    r" (?:web )?browser\b.{0,160}",
    r"you(?: are|['’]re)? receiv(?:ing|ed) this (?:e-?mail|message|newsletter)\b.{0,200}",
    r"(?:update|manage|change) your (?:e-?mail )?(?:subscription )?preferences\b.{0,80}"
    r"|our mailing address is:?.{0,120}",
)
_POLICY = (
    r"(?:terms (?:of|and) (?:use|service|conditions)|site ?map"
    r"|(?:cookie|privacy|consent) (?:settings|preferences|policy|notice|consent|statement|choices"
    r"|cent(?:er|re)))"
)
_RIGHTS = (
    r"(?:copyright )?©.{0,160}",
    r"(?:copyright(?: \(c\))?|\(c\))\s?(?:\d{4}|by [A-Z]).{0,160}",
    r"(?:.{0,100}\W)?all rights reserved(?:\W+\w+){0,4}\W{0,2}",
    r"\(?(?:19|20)\d\d(?: ?[-–] ?\d{2,4})?[^.]{0,60}\ball rights? reserved\b.{0,40}",
    r"this (?:material|content|article) may not be"
    r" (?:published|reproduced|copied|reprinted).{0,160}",
    rf"{_POLICY}(?:[ |·•,]+(?:and )?(?:{_POLICY}|terms|privacy|cookies?|contact(?: us)?"
    r"|about(?: us)?))+",
    # A line that says who its author is, is a byline.
    r"(?!.*\bauthor\b.*\b[A-Z])\(?(?:this )?(?:article|story|piece|essay|text|column)?\s?"
    r"(?:was |is |has been )?"
    r"(?:first |originally )?(?:re-?printed|re-?published|reproduced)(?: here)?"
    r" (?:with|by|under) (?:the |kind )*(?:permission|licen[cs]e)\b.{0,300}",
)
_CREDITS = (
    rf"{_SURE_AGENCY}|{_AGENCY}(?:\s?(?:/|via|,|\||-|–|—)\s?{_AGENCY})+"
    rf"|{_AGENCY}(?:\s?(?:/|via|,|\||-|–|—)\s?{_AGENCY})* (?:file )?photo",
    r"(?:image|photo|picture|illustration|graphic|video|screenshot)s? (?:by|courtesy of|from|via)"
    r"(?: the)? (?:author|creator|publisher|ai|midjourney|dall-?e.{0,4}|canva)",
    r"(?:source|credit)s?:? (?:the )?author(?:['’]s own)?",
    r"\[(?:image|photo|picture|img|video|embedded (?:content|video|tweet|post))[: ].{0,120}\]",
)
# What cameras and programs write into the files of pictures, and pages show as captions.
_PICTURE_DATA = (
    r".{0,60}\baccusoft (?:inc|corp|co)\b.{0,60}|.{0,12}\blead technologies,? inc\b.{0,30}",
    r"creator: gd-jpeg .{0,80}|(?:file written by|created with|processed by)"
    r" (?:adobe photoshop|the gimp|gimp|imagemagick|ebay with imagemagick).{0,60}",
    r"(?-i:[A-Z]{3,20}(?: [A-Z]{3,20})?) digital (?:still )?camera|sony dsc|applemark"
    r"|ascii\W*screenshot",
    r"exif_jpeg_picture|exif[ _-]?(?:meta)?data:?|image meta-?data:?",
)
_FILED = (
    r"(?:tags?|tagged(?: with)?|filed (?:under|in|to)|posted in|categor(?:y|ies)|schlagwörter"
    r"|schlagworte|étiquettes|etiquetas)(?:\s?:|(?<=[Ii]n)|(?<=[Uu]nder)) .{1,160}",
)
# What is left of a wiki's page where its markup was taken away: its categories, and the marks of
# notes whose text is gone.
_WIKI = (r"category:\S.{1,310}", r"(?:\[\d{1,3}\]\s*){1,60}")
_MARKS = (r"@highlight",)  # of a collection that programs were taught summing up by
_CREDITS_CASED = (
    rf"(?:[A-Z][\w.'’-]+ ){{0,3}}[A-Z][\w.'’-]+\s?/\s?(?i:{_AGENCY})"
    rf"(?:\s?(?:/|via)\s?(?i:{_AGENCY}))*",
    r"(?i:(?:photo|image|picture|illustration|graphic|cover|video|photograph|photography"
    r"|screenshot)s?(?: credits?| source| courtesy(?: of)?)?\s?:|(?:image |photo )?credits?\s?:)"
    rf"\s?{_NAME}(?:[ /,|]+{_NAME}){{0,6}}",
    rf"(?i:photo|image|illustration)(?:graph)?s? by {_NAME}(?: {_NAME}){{0,3}}"
    rf"(?: (?:on|via|from|/|for) {_NAME}(?: {_NAME})?)?",
)
_CALL = (
    r"(?:you can (?:also )?|please |to )?(?:follow|reach(?: out to)?|contact|connect with|e-?mail"
    r"|tweet)\b"
)
_CONTACT = (
    rf"{_CALL}.{{0,120}}(?:@\w|\b(?:twitter|instagram|linkedin)\b).{{0,160}}",
    r"(?:contact|reach|email)(?: the)? (?:author|writer|reporter|us)\b(?:.{0,80}@.{0,60}|\W*)",
)
_WEAK = (
    rf"{_POLICY}|{_NETWORK}|search(?: for:?)?|home|menu|more|next|previous|prev|share(?: this)?:?",
    r"tweet|print|save|like|reply|report|follow|following|comments?|about(?: us)?|contact(?: us)?",
    r"help|faq|login|register|my account|advertise|careers|news|sports?|opinion|business|world",
    r"politics|entertainment|tech(?:nology)?|science|health|lifestyle|travel|videos?|photos",
    r"podcasts?|live|live tv|weather|shop|store|subscribe|listen|watch|close|cancel|ok|yes|no",
    r"submit|back|up|up next|don['’]t miss|top|privacy|terms|rss|archives?|tags?:?|topics?:?",
    r"categories:?|filed under:?|published in|[a-z0-9-]+\.(?:com|org|net|io)",
    r"written by|(?:for )?immediate release|(?:press|news|media) release",
    r"teilen|drucken|kommentare?|startseite|partager|imprimer|accueil|compartir|imprimir|inicio",
    r"condividi|stampa|delen|afdrukken|dela|skriv ut|udostępnij",
)

_MENU = (
    r"(?:all |more |local |latest |breaking |top )?(?:news|video|sports?|politics|business|opinion"
    r"|entertainment|lifestyle|weather|obituaries|classifieds|jobs|real estate|features|events"
    r"|columnists|reviews|markets|media|culture|international|national|local|cars|autos?|books"
    r"|finance|money|economy|food|policy|editorials|crime|education|energy|golf|tennis|football"
    r"|soccer|cricket|rugby|mlb|nba|nfl|nhl|movies|music|tv|arts?|shows|games|gaming|fashion|style"
    r"|tech|science|environment|travel|health|wellness|magazine|comics|horoscopes?|puzzles|polls"
    r"|blogs?|galleries|photos|pictures|investigations|specials?|africa|asia|europe|americas"
    r"|middle east|u\.?s\.?a?|u\.?k\.?|world)"
    r"(?: (?:and|&) \w+)?",
    r"(?:e-?mail )?newsletters?|e-?(?:newspaper|edition|paper)|rss feeds?|site index|site map",
    r"sections?|subscriptions?|subscriber services|customer service|media kit|feedback|forums?",
    r"(?:about|contact|follow|join|advertise|work)(?: with)?(?: us| me)?|our team|staff|careers",
    r"(?:terms|privacy|cookies?|legal|disclaimer|accessibility)(?: .{1,30})?|your .{2,20} rights",
    r"back to (?:main )?menu|all (?:articles|topics|sections)|archives?|shop|store|donate",
)


def _any(patterns: tuple[str, ...], *, cased: bool = False) -> re.Pattern[str]:
    return re.compile("|".join(patterns), 0 if cased else re.IGNORECASE)


Kinds = tuple[tuple[str, re.Pattern[str]], ...]

STRONG: Kinds = (
    ("navigation", _any(_NAVIGATION)),
    ("advert", _any(_ADVERTS)),
    ("section", _any(_SECTIONS + _SURE_LINKS)),
    ("section", _any(_SECTIONS_CASED, cased=True)),
    ("link", _any(_LINKS)),
    ("picture data", _any(_PICTURE_DATA)),
    ("sharing", _any(_SHARING)),
    ("counter", _any(_COUNTERS)),
    ("reading time", _any(_READING_TIME)),
    ("consent", _any(_CONSENT)),
    ("newsletter", _any(_NEWSLETTER)),
    ("rights", _any(_RIGHTS)),
    ("wiki", _any(_WIKI)),
    ("mark", _any(_MARKS)),
    ("credit", _any(_CREDITS)),
    ("credit", _any(_CREDITS_CASED, cased=True)),
)
AT_TOP: Kinds = (("address", re.compile(r"<?(?:https?://|www\.)\S+>?")),)
AT_END: Kinds = (("contact", _any(_CONTACT)), ("tags", _any(_FILED)))
WEAK: re.Pattern[str] = _any(_WEAK)
MENU: re.Pattern[str] = _any(_WEAK + _MENU)
