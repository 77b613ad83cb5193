"""Hand-written pairs for the verifier: what the cited words say, and what a sentence makes of it.

`FALSE` holds, by kind of error, sentences that must never be called supported; `TRUE` sentences
that say no more than the cited words, in other words.
"""

from __future__ import annotations

from typing import NamedTuple


class Pair(NamedTuple):
    """`kind` names the error, or the kind of rewording."""

    kind: str
    span: str
    sentence: str


HARBOUR = (
    "The harbour board approved a grant of ¥500 million on 4 June 2021. Mayor Ilse Brandt said the "
    "six patrol boats would reach Port Verran by the end of 2022. Two of them were built in Norway."
)
TRADE = (
    "Trade between Lorien and Castova reached $47.6 billion in 2022, up from $41 billion in 2021. "
    "Castova is the third-largest investor in Lorien. Lorien's exports rose 12 per cent."
)
COUNCIL = (
    "The council rejected a plan worth 9.9 million euros for a new stadium. It had approved "
    "4.2 million euros for the library in March. Councillor Amara Diallo voted against both."
)
CLINIC = (
    "Doctors at the Halden clinic treated 235 patients with the new drug. None of the patients "
    "died, but 14 had severe side effects. The trial lasted eight weeks, Dr Petra Novak said."
)
COURT = (
    "Gravelle Motors sued Tarn Batteries over a patent in May 2019. A judge in Oslo ruled that "
    "Tarn Batteries had not copied the design. Gravelle Motors will appeal, its lawyer Jonas "
    "Lind said."
)
TOWN = (
    "The town of Esk has 8,400 residents, fewer than the neighbouring town of Marl, which has "
    "12,100. The mayor of Esk, Tomas Reed, is 43 years old. He was elected on Tuesday."
)
SUMMIT = (
    "President Leila Hadad met Prime Minister Oskar Weiss in Geneva on Monday. They are expected "
    "to sign a fisheries treaty next month. Hadad did not meet the Swiss foreign minister."
)
PLANT = (
    "Nordvik plans to close its steel plant in Aldena, where 640 people work. The company lost "
    "$30 million last year. The union fears that the closure could cost 2,000 jobs in the region."
)
FILM = (
    'The film "Salt Road" won four prizes at the Lisbon festival. Its director, Ines Prado, '
    'thanked her brother. The runner-up, "Cold Harbour", won two.'
)
SPACE = (
    "The probe will pass within 600 to 800 kilometres of the moon in late 2031. It was launched "
    "from Kourou in 2024 and weighs nearly 2,000 kilograms. Engineers lost contact with it for 11 "
    "days."
)
STORM = (
    "The storm killed at least 23 people in Daro province and destroyed more than 1,500 homes. "
    "Police rescued 80 villagers from the roof of a school. No one was hurt in the capital, Selin."
)
BANK = (
    "Kestrel Bank bought Moorland Savings for £310m. Kestrel's profits fell 8% to £95m, while "
    "Moorland's profits rose 3% to £22m. Chief executive Dana Foss will step down in July."
)

FALSE: tuple[Pair, ...] = (
    # numbers that are not there
    Pair("number", HARBOUR, "The harbour board approved eight patrol boats for Port Verran."),
    Pair("number", HARBOUR, "The population of Port Verran is 1,218,222."),
    Pair("number", TRADE, "Lorien's exports rose 15 per cent."),
    Pair("number", CLINIC, "Doctors at the Halden clinic treated 253 patients with the new drug."),
    Pair("number", CLINIC, "Severe side effects were seen in 41 patients at the Halden clinic."),
    Pair("number", TOWN, "The town of Esk has 8,900 residents."),
    Pair("number", TOWN, "Tomas Reed, the mayor of Esk, is 34 years old."),
    Pair("number", PLANT, "The steel plant in Aldena employs 460 people."),
    Pair("number", STORM, "The storm killed 32 people in Daro province."),
    Pair("number", FILM, "The film “Salt Road” won seven prizes at the Lisbon festival."),
    Pair("number", SPACE, "Engineers lost contact with the probe for 12 days."),
    Pair("number", BANK, "Kestrel Bank bought Moorland Savings for £301m."),
    Pair(
        "number", COUNCIL, "The council rejected a plan worth 7.7 million euros for a new stadium."
    ),
    # units, currencies
    Pair("currency", HARBOUR, "The harbour board approved a grant of $500 million."),
    Pair("currency", TRADE, "Trade between Lorien and Castova reached €47.6 billion in 2022."),
    Pair("currency", BANK, "Kestrel Bank bought Moorland Savings for $310m."),
    Pair(
        "currency", COUNCIL, "The council rejected a plan worth 9.9 million dollars for a stadium."
    ),
    Pair("unit", SPACE, "The probe weighs nearly 2,000 pounds."),
    Pair("unit", SPACE, "The probe will pass within 600 to 800 miles of the moon."),
    Pair("unit", CLINIC, "The trial lasted eight months, Dr Petra Novak said."),
    Pair("unit", TRADE, "Lorien's exports rose 12 percentage points."),
    Pair("unit", BANK, "Kestrel's profits fell £8m to £95m."),
    # scales
    Pair("scale", HARBOUR, "The harbour board approved a grant of ¥500 billion."),
    Pair("scale", TRADE, "Trade between Lorien and Castova reached $47.6 million in 2022."),
    Pair("scale", BANK, "Kestrel Bank bought Moorland Savings for £310bn."),
    Pair("scale", STORM, "The storm destroyed more than 1.5 million homes."),
    Pair("scale", TOWN, "The town of Esk has 84,000 residents."),
    # ranks
    Pair("rank", TRADE, "Castova is the fourth-largest investor in Lorien."),
    Pair("rank", TRADE, "Castova is the largest investor in Lorien."),
    Pair("rank", FILM, "“Salt Road” was the runner-up at the Lisbon festival."),
    # dates
    Pair("date", HARBOUR, "The harbour board approved a grant of ¥500 million on 4 July 2021."),
    Pair("date", HARBOUR, "The six patrol boats would reach Port Verran by the end of 2023."),
    Pair("date", TRADE, "Trade between Lorien and Castova reached $47.6 billion in 2021."),
    Pair("date", COURT, "Gravelle Motors sued Tarn Batteries in May 2018."),
    Pair("date", SPACE, "The probe was launched from Kourou in 2023."),
    Pair("date", SPACE, "The probe will pass the moon in early 2031."),
    Pair("date", TOWN, "Tomas Reed was elected mayor of Esk on Thursday."),
    Pair("date", BANK, "Dana Foss will step down in June."),
    Pair("date", SUMMIT, "Hadad met Weiss in Geneva on Sunday."),
    # names
    Pair("name", HARBOUR, "Mayor Karin Brandt said the patrol boats would reach Port Verran."),
    Pair("name", HARBOUR, "Two of the boats were built in Sweden."),
    Pair("name", COURT, "A judge in Bergen ruled that Tarn Batteries had not copied the design."),
    Pair("name", COURT, "Gravelle Motors will appeal, its lawyer Erik Berg said."),
    Pair("name", SUMMIT, "President Leila Hadad met Prime Minister Oskar Weiss in Vienna."),
    Pair("name", SUMMIT, "President Leila Weiss met Prime Minister Oskar Hadad in Geneva."),
    Pair("name", CLINIC, "The trial lasted eight weeks, Dr Hans Keller said."),
    Pair("name", FILM, "The director of “Salt Road” is Maria Prado."),
    Pair("name", FILM, "The film “Salt River” won four prizes at the Lisbon festival."),
    Pair("name", SPACE, "The probe was launched from Baikonur in 2024."),
    Pair("name", STORM, "No one was hurt in the capital, Daro."),
    Pair("name", PLANT, "Nordvik plans to close its steel plant in Brussels."),
    Pair("name", BANK, "Chief executive Dana Foss will join HSBC in July."),
    # negation
    Pair("negation", CLINIC, "Some of the patients died, and 14 had severe side effects."),
    Pair("negation", COURT, "A judge in Oslo ruled that Tarn Batteries had copied the design."),
    Pair("negation", COURT, "Gravelle Motors will not appeal, its lawyer Jonas Lind said."),
    Pair("negation", SUMMIT, "Hadad met the Swiss foreign minister."),
    Pair(
        "negation", SUMMIT, "President Leila Hadad never met Prime Minister Oskar Weiss in Geneva."
    ),
    Pair("negation", STORM, "People were hurt in the capital, Selin."),
    Pair("negation", STORM, "Police did not rescue 80 villagers from the roof of a school."),
    Pair("negation", HARBOUR, "The harbour board refused a grant of ¥500 million."),
    Pair("negation", BANK, "Kestrel Bank failed to buy Moorland Savings for £310m."),
    # contraries
    Pair("contrary", COUNCIL, "The council approved a plan worth 9.9 million euros for a stadium."),
    Pair("contrary", COUNCIL, "The council rejected 4.2 million euros for the library in March."),
    Pair("contrary", COUNCIL, "Councillor Amara Diallo voted for both."),
    Pair("contrary", TRADE, "Lorien's exports fell 12 per cent."),
    Pair("contrary", TRADE, "Lorien's imports rose 12 per cent."),
    Pair("contrary", PLANT, "Nordvik plans to open its steel plant in Aldena."),
    Pair("contrary", TOWN, "The town of Esk has more residents than the town of Marl."),
    Pair("contrary", BANK, "Kestrel Bank sold Moorland Savings for £310m."),
    Pair("contrary", FILM, "Ines Prado thanked her sister."),
    Pair("contrary", STORM, "The storm killed at most 23 people in Daro province."),
    # roles
    Pair("roles", COURT, "Tarn Batteries sued Gravelle Motors over a patent in May 2019."),
    Pair("roles", COURT, "Gravelle Motors was sued by Tarn Batteries over a patent."),
    Pair("roles", BANK, "Moorland Savings bought Kestrel Bank for £310m."),
    Pair("roles", TRADE, "Lorien is the third-largest investor in Castova."),
    Pair("roles", TOWN, "The town of Marl has fewer residents than the town of Esk."),
    # values given to something else
    Pair("attached", BANK, "Moorland's profits fell 8% to £95m."),
    Pair("attached", BANK, "Kestrel's profits rose 3% to £22m."),
    Pair("attached", FILM, "“Cold Harbour” won four prizes at the Lisbon festival."),
    Pair("attached", TOWN, "The town of Marl has 8,400 residents."),
    Pair("attached", TRADE, "Trade between Lorien and Castova reached $41 billion in 2022."),
    Pair("attached", COUNCIL, "The council rejected a plan worth 4.2 million euros for a stadium."),
    Pair("attached", PLANT, "The steel plant in Aldena has 2,000 workers."),
    # said as a fact
    Pair("modality", PLANT, "The closure cost 2,000 jobs in the region."),
    Pair("modality", SUMMIT, "They signed a fisheries treaty."),
    Pair("modality", PLANT, "Nordvik closed its steel plant in Aldena."),
    # made up
    Pair("invented", HARBOUR, "The harbour board was praised by fishermen along the coast."),
    Pair("invented", CLINIC, "The clinic plans to sell the drug abroad."),
    Pair("invented", COURT, "The dispute ended with a secret settlement between both companies."),
    Pair("invented", SPACE, "The probe carries a camera made by students."),
)

TRUE: tuple[Pair, ...] = (
    Pair("order", HARBOUR, "On 4 June 2021 the harbour board approved a grant of ¥500 million."),
    Pair("passive", HARBOUR, "A grant of 500 million yen was approved by the harbour board."),
    Pair("shorter", HARBOUR, "Two of the six patrol boats were built in Norway."),
    Pair("synonym", HARBOUR, "The harbour board backed a grant of ¥500 million in June 2021."),
    Pair("number", TRADE, "In 2022 trade between Castova and Lorien reached $47.6bn."),
    Pair("number", TRADE, "Trade between Lorien and Castova reached nearly $50 billion in 2022."),
    Pair("number", TRADE, "Exports of Lorien rose by 12%."),
    Pair("number", TRADE, "Castova is the 3rd-largest investor in Lorien."),
    Pair(
        "number",
        TRADE,
        "Trade between the two rose from $41 billion in 2021 to $47.6 billion in 2022.",
    ),
    Pair("shorter", COUNCIL, "The council rejected a plan for a new stadium."),
    Pair("number", COUNCIL, "The council turned down a stadium plan worth €9.9 million."),
    Pair("shorter", COUNCIL, "Amara Diallo voted against the stadium and the library."),
    Pair("negation", COUNCIL, "The council did not approve the plan for a new stadium."),
    Pair("synonym", CLINIC, "At the Halden clinic, 235 patients were treated with the new drug."),
    Pair("negation", CLINIC, "No patients died."),
    Pair("number", CLINIC, "Fourteen patients had severe side effects."),
    Pair("shorter", CLINIC, "According to Dr Petra Novak, the trial lasted eight weeks."),
    Pair("passive", COURT, "Tarn Batteries was sued by Gravelle Motors over a patent in May 2019."),
    Pair("negation", COURT, "Tarn Batteries did not copy the design, a judge in Oslo ruled."),
    Pair("synonym", COURT, "Lawyer Jonas Lind said Gravelle Motors would appeal."),
    Pair("date", COURT, "Gravelle Motors sued Tarn Batteries in 2019."),
    Pair("comparison", TOWN, "Esk has fewer residents than the neighbouring town of Marl."),
    Pair("comparison", TOWN, "Marl, with 12,100 residents, is larger than Esk."),
    Pair("age", TOWN, "Tomas Reed, 43, is the mayor of Esk."),
    Pair("age", TOWN, "The 43-year-old Tomas Reed was elected on Tuesday."),
    Pair("order", SUMMIT, "On Monday, Oskar Weiss and Leila Hadad met in Geneva."),
    Pair("modality", SUMMIT, "A fisheries treaty is expected to be signed next month."),
    Pair("shorter", SUMMIT, "President Hadad met Prime Minister Weiss."),
    Pair("modality", PLANT, "Nordvik intends to close the steel plant in Aldena."),
    Pair("number", PLANT, "Some 640 people work at Nordvik's steel plant in Aldena."),
    Pair("modality", PLANT, "The closure could cost 2,000 jobs, the union fears."),
    Pair("synonym", PLANT, "The company made a loss of $30 million last year."),
    Pair("order", FILM, "At the Lisbon festival, the film “Salt Road” won four prizes."),
    Pair("number", FILM, "“Salt Road” won 4 prizes, and “Cold Harbour” won 2."),
    Pair("shorter", FILM, "Director Ines Prado thanked her brother."),
    Pair("date", SPACE, "The probe, launched in 2024, will pass the moon in 2031."),
    Pair("number", SPACE, "Engineers lost contact with the probe for eleven days."),
    Pair("passive", SPACE, "Contact with it was lost for 11 days."),
    Pair("synonym", STORM, "Police saved 80 villagers from a school roof."),
    Pair("number", STORM, "More than 1,500 homes in Daro province were destroyed by the storm."),
    Pair("negation", STORM, "Nobody was injured in the capital, Selin."),
    Pair("synonym", BANK, "Kestrel Bank acquired Moorland Savings for £310 million."),
    Pair("passive", BANK, "Moorland Savings was bought by Kestrel Bank for £310m."),
    Pair("number", BANK, "Profits at Kestrel fell 8 percent to 95 million pounds."),
    Pair("order", BANK, "Dana Foss, the chief executive, will step down in July."),
    Pair("synonym", BANK, "Chief executive Dana Foss will quit in July."),
)
