"""Recognising a person's name that has no title: a forename people bear, beside a surname.

Works on text that has already been folded. The lists are of names in common use in England, in
every community that services meet, written down for this purpose (design); a name that is also a
word, a month or a place counts only beside a surname that is on a list too. A name that is on no
list is not found: the screen lowers the risk and does not end it.
"""

from __future__ import annotations

import re
from typing import Final

from api.intake.identifying.forenames import ALSO_WORDS, FORENAMES

_SURNAMES: Final = frozenset(
    """
    abbott abdi abdullah adams adamson adeyemi afolabi ahmed akhtar alexander ali allan allen
    anderson
    andrews archer armstrong arnold ashton asif atkins atkinson austin ayres aziz bailey baker
    baldwin
    ball banks barber barker barlow barnes barnett barrett barry bartlett barton bates baxter
    beaumont
    begum bell bennett benson bentley berry bibi birch bird bishop black blackburn blake bond booth
    bowen boyle bradley bradshaw brady bray brennan briggs brookes brooks brown browne bruce bryan
    bryant buckley bull burgess burke burns burrows burton butcher butler byrne cameron campbell
    carpenter carr carroll carter cartwright chadwick chamberlain chambers chan chandler chapman
    charlton
    chaudhry chowdhury clark clarke clayton clements coates cole coleman coles collier collins
    connolly
    connor conway cook cooke cooper cox craig crawford cross cunningham curtis dale daly daniels
    davey davidson davies davis davison davies dawson day dean dennis desai dhillon dixon dobson
    docherty doherty donnelly douglas doyle duffy duncan dunn dyer eaton edwards elliott ellis evans
    farmer farrell faulkner fernandes ferguson field finch fisher fitzgerald fleming fletcher flynn
    forbes ford foster fowler fox francis franklin fraser freeman french frost fuller gallagher
    gardiner
    gardner garner george gibbons gibbs gibson gilbert giles gill glover goddard godfrey goodwin
    gordon
    gough gould graham grant gray green greenwood gregory grewal griffin griffiths grant gupta hale
    hall
    hamilton hammond hancock hanson harding hardy harper harris harrison hart hartley harvey hassan
    hawkins hayes haynes hayward heath henderson henry herbert hewitt hicks higgins hill hilton
    hobbs
    hodgson holden holland holloway holmes holt hooper hope hopkins horton houghton howard howarth
    howe howell howells hudson hughes humphreys humphries hunt hunter hurst hussain hussein
    hutchinson
    hyde ibrahim ingram iqbal islam jackson jacobs james jarvis jenkins jennings john johnson
    johnston
    johnstone jones jordan joseph joshi joyce kaur kavanagh kay kaya kaye keane kelly kemp kennedy
    kent
    kerr khan khatun king kirby kirk knight knowles kowalski kumar lamb lambert lane law lawrence
    lawson
    leach lee lees leonard lewis little lloyd long lord lowe lucas lynch lyons macdonald mackenzie
    macleod mahmood malik mann manning marsden marsh marshall martin mason matthews may mccarthy
    mcdonald mcgrath mckenzie mclean mellor metcalfe miah middleton miles miller mills mistry
    mitchell
    mohamed mohammed moore moran morgan morley morris morrison morton moss muhammad murphy murray
    myers
    nash naylor nelson newman newton nguyen nicholls nicholson nixon nolan norman norris north
    norton
    nowak obi ojo okafor oliver osborne owen owens page palmer parker parkes parkin parkinson parmar
    parry parsons patel patterson payne peacock pearce pearson perkins perry peters phillips
    pickering
    pollard poole pope popescu porter potter potts powell power pratt preston price pritchard pugh
    quinn rahman randall read reed rees reeves reid reynolds rhodes rice richards richardson riley
    roberts robertson robinson robson rogers rose ross rowe rowley russell ryan sanders sanderson
    saunders savage schofield scott sehgal shah shaikh sharma sharp sharpe shaw shepherd sheppard
    short
    simmons simpson sims sinclair singh slater smart smith spencer stanley stephens stephenson
    stevens stevenson stewart stokes stone storey sullivan summers sutton swift sykes talbot tan
    taylor
    thomas thompson thomson thornton thorpe todd tomlinson townsend tucker turnbull turner tyler
    uddin vaughan vincent wade walker wall wallace wallis walsh walters walton ward warner warren
    waters watkins watson watts webb webster welch wells west weston wheeler whitaker white
    whitehead
    whitehouse whittaker wilkins wilkinson williams williamson willis wilson winter wong wood woods
    woodward wright wyatt yates young yusuf
    """.split()  # noqa: SIM905 - as above
)
"""Common surnames."""

_NOT_SURNAMES: Final = frozenset(
    """
    academy act agency and area assessment avenue board borough bridge building care case cases
    centre
    children church clinic close college committee common community conference contact council
    county court
    crescent cross crown data day designs district estate event family forum foundation friday fund
    gardens group guard hall health high hill hospice hospital house housing infirmary inn january
    february
    march april may june july august september october november december junction lane law leisure
    library
    line lodge magistrates market mews mind ministry monday museum network nhs north of office
    operation
    order palace parade park partnership place plan police practice primary priory prison programme
    project protocol quarter query refuge region report return road room row royal saturday scheme
    school
    section sector service services square stadium station street suite sunday surgery survey team
    terrace
    theatre thursday to tower town trust tuesday unit university village walk ward wednesday wharf
    wing
    wood
    """.split()  # noqa: SIM905 - as above
)
"""What stands after a forename in the name of a place, a body or a paper."""

_BEFORE_ANY_PLACE: Final = frozenset({"at", "from", "in", "near", "of", "the", "to"})
_BEFORE_PLACES: Final = frozenset(
    {"saint", "st", "king", "queen", "prince", "princess", "san", "santa"}
)

_PLACES: Final = frozenset(
    {"lee green", "harold wood", "harold hill", "hollie guard", "florence nightingale"}
)
"""Names of places and services that read like a person's."""
_GIVEN: Final = FORENAMES | ALSO_WORDS
_WORD: Final = r"[^\W\d_][\w'-]{1,24}"
_WORDS: Final = re.compile(rf"(?<![\w'-]){_WORD}(?![\w'-])|(?<![\w'-])[A-Z](?![\w'-])")
_BETWEEN: Final = re.compile(r"\.? {1,3}\Z|, {0,2}\Z")


def has_name(text: str) -> bool:
    """A forename and a surname beside each other, in either order, maybe with an initial."""
    words = list(_WORDS.finditer(text))
    return any(_begins_name(text, words, number) for number in range(len(words) - 1))


def _begins_name(text: str, words: list[re.Match[str]], number: int) -> bool:
    """Whether the word of that number and the one after it are somebody's names."""
    first, second = words[number], words[number + 1]
    between = text[first.end() : second.start()]
    if not _BETWEEN.match(between):
        return False
    if "," in between:
        return _are(second[0], first[0], place=False)
    if len(second[0]) == 1 and number + 2 < len(words):
        initial, second = second, words[number + 2]
        if not _BETWEEN.match(text[initial.end() : second.start()]):
            return False
    before = words[number - 1][0].lower() if number else ""
    return before not in _BEFORE_PLACES and _are(
        first[0], second[0], place=before in _BEFORE_ANY_PLACE
    )


def _are(forename: str, surname: str, *, place: bool) -> bool:
    """Whether two words are somebody's names: written as names are, or beyond doubt. `place` says
    that the words before them lead one to expect a place (`in Harold Wood`).
    """
    given, family = forename.lower(), surname.lower()
    if given not in _GIVEN or f"{given} {family}" in _PLACES:
        return False
    on_list = any(part in _SURNAMES for part in family.split("-"))
    doubtful = place or not on_list or given in ALSO_WORDS or forename.islower()
    if len(family) == 1 or (family in _NOT_SURNAMES and doubtful):
        return False
    if forename[0].isupper() and surname[0].isupper():
        return on_list or given not in ALSO_WORDS
    return on_list and given not in ALSO_WORDS and family not in _WORDS_TOO


_WORDS_TOO: Final = ALSO_WORDS | frozenset(
    """
    ball banks bond booth bray brown cook cross day field fisher forbes ford foster frost green hall
    hale hand hart hill hunt key knight lamb law little long lord lowe moss page parks pope potts
    power
    read rice sharp short small smart stone swift wall warner waters wells white wise young
    """.split()  # noqa: SIM905 - as above
)
"""Surnames that are words when they are not written with a capital."""
