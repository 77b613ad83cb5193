"""Word lists. Small, closed and hand-written; everything else is decided by form and context."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final


def word_set(words: str) -> frozenset[str]:
    """The words of a text that is a list."""
    return frozenset(words.split())


def _list(words: str) -> list[str]:
    return words.split()


ONES: Final = {
    word: number
    for number, word in enumerate(
        _list(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen "
            "fourteen fifteen sixteen seventeen eighteen nineteen"
        )
    )
}
TENS: Final = {
    word: 10 * number
    for number, word in enumerate(
        _list("twenty thirty forty fifty sixty seventy eighty ninety"), start=2
    )
}
ORDINALS: Final = {
    word: number
    for number, word in enumerate(
        _list(
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh "
            "twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth "
            "nineteenth"
        ),
        start=1,
    )
} | {
    word: 10 * number
    for number, word in enumerate(
        _list("twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth"),
        start=2,
    )
}
SCALES: Final = {
    "hundred": Decimal(100),
    "thousand": Decimal(10**3),
    "lakh": Decimal(10**5),
    "million": Decimal(10**6),
    "crore": Decimal(10**7),
    "billion": Decimal(10**9),
    "trillion": Decimal(10**12),
    "quadrillion": Decimal(10**15),
    "dozen": Decimal(12),
    "score": Decimal(20),
}
SHORT_SCALES: Final = {
    "k": Decimal(10**3),
    "m": Decimal(10**6),
    "mn": Decimal(10**6),
    "mln": Decimal(10**6),
    "mil": Decimal(10**6),
    "b": Decimal(10**9),
    "bn": Decimal(10**9),
    "tn": Decimal(10**12),
    "trn": Decimal(10**12),
}
VAGUE: Final = {
    "dozens": Decimal(12),
    "scores": Decimal(20),
    "hundreds": Decimal(100),
    "thousands": Decimal(10**3),
    "millions": Decimal(10**6),
    "billions": Decimal(10**9),
    "trillions": Decimal(10**12),
}
FRACTION_SIGNS: Final = {"½": 2, "⅓": 3, "¼": 4, "¾": -4, "⅔": -3, "⅛": 8}

MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
WEEKDAYS: Final = {
    name: number
    for number, names in enumerate(
        (
            "monday mon",
            "tuesday tue tues",
            "wednesday wed",
            "thursday thu thurs",
            "friday fri",
            "saturday sat",
            "sunday sun",
        )
    )
    for name in names.split()
}
SEASONS: Final = {
    "spring": "spring",
    "summer": "summer",
    "autumn": "autumn",
    "fall": "autumn",
    "winter": "winter",
}

DETERMINERS: Final = word_set(
    "a an the this that these those its their his her our my your another"
)
PREPOSITIONS: Final = word_set(
    "in on at by for from of to with within without into onto over under above below between "
    "among through throughout across against along amid around about after before behind "
    "beneath beside besides beyond despite down during except inside near off out outside past "
    "per since toward towards until till up upon via like unlike than as versus"
)
PRONOUNS: Final = word_set(
    "i you he she it we they me him her us them himself herself itself themselves who whom "
    "whose which what that this these those one ones someone somebody anyone anybody everyone "
    "everybody nobody something anything everything nothing each either neither both all some "
    "any few many several most other others such"
)
AUXILIARIES: Final = word_set(
    "be am is are was were been being have has had having do does did done will would shall "
    "should can could may might must ought cannot"
)
CONJUNCTIONS: Final = word_set(
    "and or but nor so yet if unless because although though while whereas when whenever where "
    "wherever whether since once that as than"
)
ADVERBS: Final = word_set(
    "not no never also already always still just only even ever again further however moreover "
    "meanwhile instead therefore thus hence then there here now today yesterday tomorrow "
    "tonight perhaps maybe indeed rather quite very too more less much most least well soon "
    "later earlier ago almost nearly about roughly approximately how why yes"
)
FUNCTION_WORDS: Final = (
    DETERMINERS
    | PREPOSITIONS
    | PRONOUNS
    | AUXILIARIES
    | CONJUNCTIONS
    | ADVERBS
    | word_set("said says say according told tells added explained its mine yours ours hers")
)

OPENERS: Final = word_set(
    "according additionally after again ahead all although altogether among analysts another "
    "any apart are as asked at authorities because before being besides both but by can "
    "children citing clearly companies compared concerns consequently considering could critics "
    "currently data days deaths depending despite details did do does doing due during each "
    "earlier economists either eventually every everyone evidence experts fans few figures "
    "finally firms first following for former fortunately from fresh full further furthermore "
    "given global good government great had half has have having he hence her here high his "
    "historically hours how however hundreds if in including increasingly indeed initially "
    "inside instead investigators investors is it its just last late later less let like "
    "likewise local long looking low made main major make many maybe meanwhile medical members "
    "men might military millions months more moreover most much must national nearly neither "
    "never nevertheless new news next no nobody none nonetheless normally not nothing now of "
    "official officials often old on once one only or organisers organizers other others "
    "otherwise our out over overall owners parents part particularly people perhaps photos "
    "please police politicians previous previously prices prosecutors protesters public put "
    "quite rather read recent recently regarding regional relatives relations reporters reports "
    "representatives rescuers research researchers residents results rights sales same schools "
    "scientists second security separately several she shares should similarly since small so "
    "social some someone sometimes soon sources speaking spectators staff state still stocks "
    "students studies study such suddenly supporters teachers thank thanks that the their them "
    "then there therefore these they thieves think this those though thousands through thus to "
    "today together tomorrow top total trade traditionally troops two under unfortunately "
    "unless unlike until upon us using usually victims very viewers volunteers voters want was "
    "way we well were what whatever when whenever where whereas whether which while who whose "
    "why will winning with within without witnesses women workers world would years yes "
    "yesterday yet you young your bilateral defense defence media regarding foreign media high- "
    "level bilateral domestic international exports imports oil gas inflation growth "
    "unemployment spending energy water food health education traffic weather music art books "
    "film films science technology tax taxes banks markets ministers lawmakers senators doctors "
    "nurses patients hospitals scientists farmers fishermen drivers passengers flights trains "
    "ships vessels boats cars buses homes houses buildings roads bridges rivers lakes mountains "
    "forests animals birds fish dogs cats trees plants land rain snow wind fire fires floods "
    "storms earthquakes temperatures emissions pollution climate heavy strong weak rising "
    "falling growing building buying selling paying winning losing working living getting going "
    "coming taking giving making seeing knowing thinking asking trying leaving calling "
    "construction production consumption investment tourism agriculture fishing farming mining "
    "manufacturing shipping transport tourists visitors guests customers consumers clients "
    "users readers players athletes coaches referees teams clubs leagues matches games tickets "
    "prizes winners losers critics judges lawyers jurors detectives officers soldiers sailors "
    "pilots engineers architects designers artists writers authors actors singers musicians "
    "dancers work life love money time history nature evidence proof nobody campaigners "
    "activists members council councillors talks negotiations negotiators diplomats ambassadors "
    "leaders rebels militants gunmen attackers suspects prisoners refugees migrants immigrants "
    "families couples girls boys babies teenagers adults pensioners neighbours neighbors "
    "friends colleagues bosses executives managers employees employers unions strikes protests "
    "riots clashes attacks explosions crashes accidents injuries damage repairs costs debts "
    "loans profits losses revenue revenues turnover income wages salaries rents fares fees "
    "fines charges plans projects proposals changes reforms laws rules regulations restrictions "
    "sanctions tariffs quotas limits elections votes polls surveys turnout candidates campaigns "
    "parties coalitions opposition pupils lessons exams degrees courses colleges universities "
    "libraries museums galleries theatres theaters cinemas festivals concerts shows exhibitions"
)

TITLES: Final = word_set(
    "president premier chancellor king queen prince princess duke duchess emperor pope sultan "
    "sheikh minister secretary ambassador governor mayor senator congressman congresswoman "
    "representative councillor councilor chairman chairwoman chairperson chair director "
    "commissioner judge justice general colonel major captain sergeant lieutenant admiral "
    "commander marshal inspector superintendent constable sheriff detective professor doctor "
    "reverend bishop archbishop cardinal father sister brother imam rabbi mr mrs ms miss mx dr "
    "prof sir dame lord lady baroness baron lt gen col capt sgt maj adm cmdr gov sen rep rev "
    "pres coach ceo cfo speaker spokesman spokeswoman spokesperson midfielder striker defender "
    "goalkeeper winger"
)
TITLE_MODIFIERS: Final = word_set(
    "prime vice deputy former first foreign finance defense defence interior home senior lt "
    "junior acting chief party general assistant attorney major brigadier rear crown then ex "
    "associate managing executive health education trade justice environment state lieutenant "
    "national assembly"
)
ORGANISATION_WORDS: Final = word_set(
    "ministry department agency office bureau council committee commission court parliament "
    "congress senate university college school institute academy center centre association "
    "federation union league party bank group company corporation corp inc ltd plc llc co "
    "foundation society trust board authority service forces force army navy police guard "
    "airlines airways club united fc news times post herald press journal embassy organisation "
    "organization fund alliance coalition house chamber museum hospital church watch assembly "
    "administration laboratory laboratories labs studios records motors systems technologies "
    "holdings partners"
)
HEADS_WITH_OF: Final = ORGANISATION_WORDS | word_set(
    "memorandum treaty bay gulf isle cape republic kingdom state states city duke prince bank "
    "sea strait port mount lake tower palace cathedral battle plan day ministry declaration "
    "statue bill act order house lord game games war wars king queen"
)
PLACE_WORDS: Final = word_set(
    "city county province state island islands river lake sea ocean bay gulf strait mountain "
    "mountains mount valley desert street road avenue square park bridge airport port station "
    "district village town region peninsula coast north south east west northern southern "
    "eastern western central"
)
PARTICLES: Final = word_set(
    "de da do dos das del della der den di du van von bin ibn al el la le abu ter ten y e"
)
CAPITALS: Final[Mapping[str, str]] = dict(
    pair.split("=")
    for pair in (
        "tokyo=japan beijing=china hanoi=vietnam washington=america london=britain paris=france "
        "moscow=russia berlin=germany rome=italy madrid=spain delhi=india seoul=korea "
        "kyiv=ukraine cairo=egypt canberra=australia ottawa=canada vienna=austria "
        "brussels=belgium bern=switzerland copenhagen=denmark stockholm=sweden oslo=norway "
        "helsinki=finland lisbon=portugal athens=greece warsaw=poland prague=czechia "
        "budapest=hungary bucharest=romania ankara=turkey tehran=iran baghdad=iraq riyadh=saudi "
        "jakarta=indonesia manila=philippines bangkok=thailand islamabad=pakistan "
        "kabul=afghanistan nairobi=kenya taipei=taiwan pyongyang=korea dublin=ireland "
        "havana=cuba caracas=venezuela brasilia=brazil"
    ).split()
)
"""Lower-case: whose government a capital stands for."""
COUNTRIES: Final = word_set(
    "afghanistan albania algeria andorra angola argentina armenia australia austria azerbaijan "
    "bahrain bangladesh belarus belgium belize benin bhutan bolivia bosnia botswana brazil "
    "brunei bulgaria burundi cambodia cameroon canada chad chile china colombia congo croatia "
    "cuba cyprus czechia denmark djibouti dominica ecuador egypt eritrea estonia ethiopia fiji "
    "finland france gabon gambia georgia germany ghana greece grenada guatemala guinea guyana "
    "haiti honduras hungary iceland india indonesia iran iraq ireland israel italy jamaica "
    "japan jordan kazakhstan kenya kiribati kosovo kuwait kyrgyzstan laos latvia lebanon "
    "lesotho liberia libya lithuania luxembourg madagascar malawi malaysia maldives mali malta "
    "mauritania mauritius mexico moldova monaco mongolia montenegro morocco mozambique myanmar "
    "namibia nauru nepal netherlands nicaragua niger nigeria norway oman pakistan palau "
    "palestine panama paraguay peru philippines poland portugal qatar romania russia rwanda "
    "samoa senegal serbia seychelles singapore slovakia slovenia somalia spain sudan suriname "
    "sweden switzerland syria taiwan tajikistan tanzania thailand togo tonga tunisia turkey "
    "turkmenistan tuvalu uganda ukraine uruguay uzbekistan vanuatu venezuela vietnam yemen "
    "zambia zimbabwe england scotland wales britain europe asia africa america antarctica"
) | frozenset(CAPITALS)
COMMON_FIRST_NAMES: Final = word_set(
    "james john robert michael william david richard joseph thomas charles christopher daniel "
    "matthew anthony mark paul steven andrew joshua kevin brian george edward peter frank "
    "barack donald joe mary patricia jennifer linda elizabeth barbara susan jessica sarah karen "
    "nancy lisa margaret emily michelle laura emma olivia anna maria rachel theresa boris "
    "angela vladimir emmanuel fumio shinzo yoko narendra xi kim simon alan adam ben sam tom tim "
    "jack harry oliver carlos jose juan luis pedro ana ahmed mohamed mohammed muhammad ali omar "
    "fatima hassan"
)
