"""Words that mean the same, words that mean the opposite, and forms that no stemmer joins.

A line each.
"""

from __future__ import annotations

from typing import Final

SYNONYMS: Final = """
say tell state announce declare add claim report mention note explain comment remark describe
buy purchase acquire
big large huge major great vast massive
small little tiny minor
kill murder slay
die death dead deceased
begin start launch open commence initiate
end finish conclude close
show reveal demonstrate indicate suggest
help aid assist assistance support
vessel ship boat
deal agreement accord pact treaty
car vehicle automobile
police officer
child kid children youngster
job work employment post
money cash fund funding
country nation
company firm business corporation
rise increase grow climb surge jump soar gain
fall decrease drop decline plunge slump shrink dip
reject refuse decline
approve accept endorse back
give provide supply donate grant offer
get receive obtain
boost strengthen raise enhance
cut reduce slash lower trim
make create produce build manufacture
build construct erect
attack assault strike
arrest detain
injure wound hurt injury
illness disease sickness
doctor physician
home house residence
town city
man men
woman women
person people human
film movie
famous renowned well-known
fire blaze
quick fast rapid swift
rich wealthy
poor impoverished
war conflict
battle fight clash
plan intend aim scheme
leave depart exit quit
resign quit step-down
meet meeting talk talks discuss discussion
yearly annual annually
sixth-month half-year
near nearby close
entire whole all
destroy demolish wreck
damage harm
choose select pick elect
ban prohibit bar forbid outlaw
allow permit let
need require
try attempt seek
hold stage host
join participate
win victory triumph beat defeat
lose loss
former previous ex
tie relation relationship link bond
upgrade elevate
defence defense military
maritime naval sea
worth valued value cost price
lawmaker mp legislator senator congressman
leader head chief
author writer
actor actress star
player footballer
game match
study research
scientist researcher
medicine drug medication
smartphone phone mobile handset
attorney lawyer solicitor
court judge tribunal
prison jail gaol
sentence jailed imprisoned
holiday vacation
worker employee staff
boss manager
student pupil
teacher lecturer
flight plane aircraft jet airliner
storm hurricane typhoon cyclone
quake earthquake
flood flooding
ask request urge call
think believe consider
want wish hope desire
important significant key crucial vital
dangerous hazardous risky
happy pleased glad delighted
angry furious
sick ill unwell
wife husband spouse
victim casualty
visit trip tour
sign ink
send dispatch deliver
rule govern
happen occur
area region
expert specialist analyst
protest demonstration rally
criticise criticize condemn
praise hail applaud
replace substitute
sack dismiss fire
hire recruit appoint name
save rescue
discover find
appear seem
talk speak
live reside
own possess
debt loan borrowing
sale sell sold
fine penalty
reach hit attain
trade exchange
sink sank sunk
"""

IRREGULAR: Final = """
be is are was were been being am
have has had having
do does did done
go goes went gone
sue sues sued suing
say said
tell told
give gave given
take took taken
make made
get got gotten
see saw seen
come came
become became
know knew known
think thought
find found
leave left
feel felt
bring brought
begin began begun
keep kept
hold held
write wrote written
stand stood
hear heard
mean meant
meet met
pay paid
sit sat
speak spoke spoken
lead led
grow grew grown
lose lost
fall fell fallen
send sent
build built
understand understood
draw drew drawn
break broke broken
spend spent
rise rose risen
drive drove driven
buy bought
wear wore worn
choose chose chosen
sell sold
win won
fight fought
teach taught
catch caught
shoot shot
sink sank sunk
steal stole stolen
fly flew flown
forget forgot forgotten
hide hid hidden
sing sang sung
swim swam swum
eat ate eaten
drink drank drunk
strike struck
beat beaten
seek sought
shake shook shaken
throw threw thrown
man men
woman women
child children
person people
foot feet
life lives
wife wives
half halves
"""

ANTONYMS: Final = """
approve reject
accept reject
accept refuse
agree refuse
approve ban
approve refuse
grant refuse
allow ban
allow block
rise fall
increase decrease
increase reduce
grow shrink
raise cut
raise lower
gain lose
win lose
buy sell
support oppose
back oppose
open close
begin end
start stop
start end
arrive leave
enter leave
join leave
join quit
more less
more fewer
most least
high low
higher lower
highest lowest
up down
above below
before after
first last
early late
guilty innocent
convict acquit
alive dead
kill survive
kill save
kill rescue
profit loss
success failure
succeed fail
strengthen weaken
import export
legal illegal
north south
east west
northern southern
eastern western
confirm deny
admit deny
hire fire
lend borrow
expand shrink
upgrade downgrade
improve worsen
largest smallest
biggest smallest
large small
big small
best worst
good bad
oldest youngest
old young
old new
older younger
majority minority
inside outside
include exclude
same different
love hate
praise criticise
praise condemn
defend attack
hot cold
warm cold
public private
permanent temporary
lift impose
victory defeat
ally enemy
friend enemy
domestic foreign
strong weak
rich poor
safe dangerous
cheap expensive
cheaper dearer
faster slower
fast slow
longer shorter
long short
bigger smaller
larger smaller
better worse
stronger weaker
positive negative
left right
push pull
remain leave
possible impossible
likely unlikely
able unable
happy unhappy
popular unpopular
release detain
free jail
appoint dismiss
create destroy
build demolish
encourage discourage
appear disappear
connect disconnect
arm disarm
optimistic pessimistic
surplus deficit
hero villain
employer employee
buyer seller
teacher student
doctor patient
landlord tenant
lender borrower
winner loser
morning evening
peace war
vote abstain
keep scrap
save waste
upper lower
top bottom
major minor
"""
