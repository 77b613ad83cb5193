"""Word lists of the verifier: negation, hedges, comparison, peoples and their countries."""

from __future__ import annotations

from typing import Final

from qa_app.values.lexicon import word_set

SEXES: Final = """
man woman
male female
boy girl
son daughter
father mother
brother sister
husband wife
uncle aunt
king queen
prince princess
"""

NEGATIONS: Final = word_set(
    "not no never none nobody nothing neither nor without cannot can't won't hardly barely "
    "scarcely unable fail failed fails failing failure refuse refused refuses refusing decline "
    "declined declines deny denied denies denying lack lacks lacked lacking cancel cancels "
    "cancelled canceled scrapped abandoned prevented prevents prevent blocked halted avoided "
    "ruled unlikely"
)
NOT_NEGATIONS: Final = word_set(
    "only just merely simply necessarily doubt afraid hesitate stop stopped"
)
CLAUSE_ENDS: Final = word_set("but although though while whereas because however until unless")
HEDGES: Final = word_set(
    "may might could would will likely possibly perhaps reportedly allegedly alleged apparently "
    "potentially probably if whether unless unconfirmed rumoured rumored proposed considering "
    "considers should"
)
HEDGES_BEFORE_TO: Final = word_set(
    "expected expects expect plan plans planned planning intends intended intend aims aimed "
    "hopes hoped hope seeks seeking set scheduled poised believed thought suggested predicted "
    "forecast projected estimated wants wanted tries tried trying attempted claims claimed "
    "promised pledged vowed offered threatened ready willing proposes said reported considered "
    "about"
)
LIGHT: Final = word_set("make take get go come put say tell add state note explain")
MORE: Final = word_set(
    "more larger bigger higher greater longer older faster stronger heavier taller wider richer "
    "deeper hotter louder better later"
)
LESS: Final = word_set(
    "fewer less smaller lower shorter younger slower weaker lighter narrower poorer shallower "
    "colder quieter worse earlier"
)
POLAR: Final = {
    "for": frozenset(("against",)),
    "against": frozenset(("for",)),
    "before": frozenset(("after",)),
    "after": frozenset(("before",)),
    "with": frozenset(("without",)),
    "above": frozenset(("below",)),
    "below": frozenset(("above",)),
    "inside": frozenset(("outside",)),
    "outside": frozenset(("inside",)),
    "more": frozenset(("less", "fewer")),
    "less": frozenset(("more",)),
    "fewer": frozenset(("more",)),
    "most": frozenset(("least",)),
    "least": frozenset(("most",)),
    "up": frozenset(("down",)),
    "down": frozenset(("up",)),
}
QUANTIFIERS: Final = word_set(
    "all every each most many several some few fewer half both neither none any majority minority "
    "dozens hundreds thousands millions always usually often sometimes rarely seldom never entire "
    "whole half quarter third tenth hardly almost"
)
CAUSAL: Final = word_set(
    "because therefore thus hence consequently caused due owing thanks prompted triggered result"
)
CAUSES: Final = word_set(
    "because since as due cause caused causes causing result resulted results resulting thus "
    "therefore hence so consequently thanks lead led leads leading owing prompted prompting forced "
    "blamed reason reasons why made make makes making triggered for contributed responsible"
)
DOUBTS: Final = word_set(
    "may might could possibly perhaps maybe reportedly allegedly alleged apparently potentially "
    "probably presumably supposedly likely hope plan intend aim want try "
    "unconfirmed rumoured rumored expected expects planned "
    "plans planning hopes hoped hoping intends intended aims aimed wants wanted tries tried trying "
    "attempted believed thought considering considers considered proposed proposes seems seemed "
    "appears scheduled due set suspected"
)
RESTRICTIONS: Final = word_set(
    "vice deputy former acting assistant interim honorary would-be ex retired designate elect only "
    "almost nearly partly partially virtually barely hardly"
)
SAYING: Final = word_set(
    "say says said tell tells told stated states announced announces declared added adds claims "
    "claimed reported explained explains commented remarked argues argued writes wrote warns "
    "warned insists insisted confirmed confirms suggests suggested believes admitted denied "
    "replied predicted promised"
)
BE: Final = word_set("is are was were be been being am get gets got 's 're")
SYMMETRIC: Final = word_set(
    "met meet meeting married agreed agree discussed talked spoke signed sign share shared "
    "shares between linked joined partnered cooperated worked said says told including included"
)
VERBS: Final = word_set(
    "beat sell buy send give lead pay leave lose make take hit hurt strike shoot steal fight "
    "teach catch see find tell overtake sink drive build bring choose hold keep put cut lend "
    "sue accuse attack criticise criticize defeat invade support back supply visit invite help "
    "ban arrest kill murder hire fire sack threaten warn blame follow own acquire export import "
    "owe donate transfer offer praise condemn thank rescue save defend oppose reject approve "
    "elect appoint replace succeed outnumber outsell exceed surpass precede divorce adopt "
    "borrow rent train advise"
)
PEOPLES: Final = """
france french
britain british uk england english
netherlands dutch
spain spanish
ireland irish
wales welsh
scotland scottish scots
denmark danish danes
sweden swedish swedes
finland finnish finns
poland polish poles
turkey turkish turks
greece greek
switzerland swiss
germany german
iceland icelandic
china chinese
thailand thai
philippines filipino philippine
israel israeli
iraq iraqi
pakistan pakistani
saudi saudis
yemen yemeni
kuwait kuwaiti
portugal portuguese
czech czechia
argentina argentine argentinian
peru peruvian
ukraine ukrainian
afghanistan afghan
new-zealand kiwi
europe european eu
america american us u.s. usa
mexico mexican
canada canadian
japan japanese
vietnam vietnamese
taiwan taiwanese
lebanon lebanese
laos laotian lao
congo congolese
malta maltese
kazakhstan kazakh
uzbekistan uzbek
turkmenistan turkmen
tajikistan tajik
kyrgyzstan kyrgyz
bangladesh bangladeshi
oman omani
qatar qatari
jordan jordanian
nepal nepali nepalese
myanmar burmese burma
chile chilean
cyprus cypriot
monaco monegasque
niger nigerien
norway norwegian
slovakia slovak
slovenia slovene slovenian
croatia croatian croat
serbia serbian serb
kosovo kosovar
bosnia bosnian
belgium belgian
brazil brazilian
hungary hungarian
egypt egyptian
"""
