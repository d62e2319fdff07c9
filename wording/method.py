"""The method in plain Swedish, with the actual numbers. Shown on the method page and in reports."""

from __future__ import annotations

from dataclasses import dataclass, replace

from questionnaires.model import Questionnaire
from scoring.goals import LEVEL_SHARE, MINIMUM_COVERAGE
from scoring.profile import QUICK_MINIMUM_OUTSIDE_BASE, WEAK_STEERING_GAP
from wording.numbers import percent


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its paragraphs; ``points`` is a list under them."""

    heading: str
    paragraphs: tuple[str, ...]
    points: tuple[str, ...] = ()


def method(questionnaire: Questionnaire, framework_id: str | None = None) -> tuple[Section, ...]:
    """How answers become figures, for one questionnaire read through one framework or all of them."""
    scale = questionnaire.scale
    low, high = scale.lowest, scale.highest
    share, minimum = percent(LEVEL_SHARE), percent(MINIMUM_COVERAGE)
    even = _even(questionnaire, framework_id)
    steered = any(goal.overarching for f in questionnaire.frameworks for goal in f.goals)
    quick, several = "quick" in questionnaire.modes(), len(questionnaire.frameworks) > 1
    example = f"{low + 1}–{low + 2}" if low + 2 <= high else f"{low}–{high}"
    sections = (
        Section(
            "Svaren",
            (
                f"Varje fråga har {high - low + 1} nivåer. Varje nivå beskriver något som går att "
                "peka på, och den gäller när allt upp till och med den stämmer.",
                "Vet ej och obesvarad räknas på samma sätt: frågan har ingen nivå. De är aldrig den "
                "lägsta nivån. Ej aktuellt kräver ett skäl och tar bort frågan ur räkningen.",
                "Lagrummen på korten är kortfattade och gäller LOU. Den som upphandlar enligt LUF eller "
                "LUK har liknande regler i de lagarna."
                if questionnaire.law
                else "",
            ),
        ),
        Section(
            "Index, spann och svarstäckning",
            (
                "Index är medelvärdet av svarens nivåer, omräknat till 0–100. Alla på "
                f"lägsta nivån ger 0, alla på högsta ger 100. Formeln är 100 · (medelnivån − {low}) "
                f"/ ({high} − {low}). Frågor och mål kan ha vikter. Här väger "
                + ("alla frågor lika." if even else "en del frågor mer än andra."),
                "Spannet visar vad index kunde ha blivit om alla frågor utan nivå hade svarats "
                f"{low} respektive {high}. Det visas när det är bredare än noll.",
                "Svarstäckningen är hur stor del av frågorna som har en nivå. Under "
                f"{minimum} visas ingen nivå för målet.",
            ),
        ),
        Section(
            "Nivå",
            (
                f"Ett mål står på den högsta nivå som minst {share} av de besvarade frågorna når, "
                "räknat efter vikt, och som varje nyckelfråga når. Lägsta nivån gäller annars.",
                "En nyckelfråga utan nivå ger målet ingen nivå alls. Att lämna en svag fråga öppen "
                f"lönar sig inte: då visas också vilka nivåer som är möjliga, till exempel {example}. "
                "Nyckelfrågor som markerats ej aktuella räknas upp vid resultatet.",
                "När ett mål har få frågor ligger nivån nära det lägsta svaret. "
                + (
                    "Med högst fyra frågor måste alla nå nivån. Med fem till nio får en ligga under, "
                    "med tio till fjorton två."
                    if even
                    else f"En fråga som väger mer än {percent(1 - LEVEL_SHARE)} av de besvarade måste "
                    "nå den."
                ),
            ),
        ),
        Section(
            "Vad som håller nivån tillbaka",
            (
                "Listan har alla frågor i målet som ligger under nästa nivå eller saknar nivå. "
                "Nyckelfrågor kommer först, sedan den lägsta nivån, sedan formulärets ordning. "
                "Ovanför listan står hur många som måste upp.",
            ),
        ),
        Section(
            "Belägg",
            (
                "Ett belägg är angivet, länkat eller kontrollerat av någon annan. Index för "
                "belagda svar räknas på de länkade och kontrollerade, och visas med hur stor del av "
                "frågorna det gäller.",
            ),
        ),
        Section(
            "Övergripande mål och samlat värde" if steered else "Samlat värde",
            (
                f"Ett mål som står minst {WEAK_STEERING_GAP} nivåer över det övergripande målet "
                "markeras. Det ger inget avdrag."
                if steered
                else "",
                "Profilen är resultatet. Ett samlat värde visas aldrig ensamt: medelindex står "
                "bredvid det lägsta index och antalet mål som räknats. Bara mål med minst "
                f"{minimum} svarstäckning räknas.",
            ),
        ),
        Section(
            "Förutsättningar",
            (
                "Tabellen över mål och förutsättningar visar index för de frågor som rör båda. Där "
                "formuläret inte har någon sådan fråga står det ”ingen fråga”."
                if questionnaire.preconditions
                else "",
            ),
        ),
        Section(
            "Nästa steg i ordning",
            (
                "Varje nivå under den högsta har ett nästa steg. Ordningen räknas fram så här: "
                "frågans vikt · summan över målen av (frågans vikt i målet · målets betydelse · "
                "antalet nivåer kvar till målets ambition), delat med den sammanlagda insatsen för "
                "stegen dit. Insatsen är 1 (liten), 2 (medel) eller 3 (stor). Vid lika värde går "
                "nyckelfrågor först, sedan formulärets ordning.",
                "Ambitionen är en nivå över den ni står på när alla målets frågor är besvarade. Den "
                "ligger kvar tills ni väljer en annan. Frågor utan nivå har ingen plats i ordningen. "
                "De står först, under ”Ta reda på”.",
            ),
        ),
        Section(
            "Vad händer om, och kortaste vägen",
            (
                "Vad händer om räknar alla resultat med samma regler som Resultat, men med högre nivåer på "
                "de frågor ni väljer. En höjd fråga räknas som obelagd. Inga svar ändras.",
                f"Kortaste vägen till ett måls nästa nivå är de steg som tillsammans kostar minst insats: "
                f"alla nyckelfrågor under nivån, och sedan så få poäng som möjligt för att {share} av "
                "vikten ska ligga där. Svaret är exakt. Kostar två vägar lika mycket väljs den vars frågor "
                "kommer först i formuläret.",
                "Mest för insatsen söker det urval som tar flest mål till sin ambition, sedan med minst "
                "insats. Det står om sökningen inte hann bli färdig.",
            ),
        ),
        Section(
            "Över tid",
            (
                "Två självskattningar jämförs på de frågor som har samma id, samma lydelse och en nivå båda "
                "gångerna. Båda räknas med de nya vikterna. Förra årets svar räknas inte i det nya förrän "
                "ni har bekräftat eller ändrat dem, ett i taget.",
            ),
        ),
        Section(
            "Jämförelser med andra",
            (
                "Siffror om andra kommer ur en ögonblicksbild, som är likadan för alla tills nästa görs. Med "
                "är de som själva har valt det och lämnat in hela formuläret, med minst 75 procents "
                "svarstäckning i målet och högst två år gamla svar. Egna frågor och mål är aldrig med.",
                "En grupp visas bara när alla grupper tillsammans, och alla skillnader mellan dem och mellan "
                "ögonblicksbilder, omfattar minst sex organisationer eller ingen. Står nästan alla på samma "
                "nivå visas ingenting. Därför kan en ändring få vänta.",
                "5–9 organisationer: medianen. 10–19: medianen och det intervall som med minst 90 procents "
                "säkerhet omfattar den. Minst 20: kvartiler och percentil, där de som står lika räknas till "
                "hälften och ni själva inte räknas.",
            ),
        ),
        Section(
            "Snabbkoll",
            (
                f"Snabbkollen ställer {len(questionnaire.asked('quick'))} av de "
                f"{len(questionnaire.asked('standard'))} frågorna. Svaren följer med om ni går "
                "vidare. Snabbkollens resultat visas, märkt som snabbkoll, tills svaren täcker "
                f"{minimum} av hela formuläret."
                if quick
                else "",
                "Genom andra måluppsättningar än den formuläret bygger på visar snabbkollen bara "
                f"nivå för mål med minst {QUICK_MINIMUM_OUTSIDE_BASE} frågor."
                if quick and several
                else "",
            ),
        ),
        Section(
            "Samma svar, flera måluppsättningar" if several else "Gamla svar",
            (
                "Ni svarar en gång. Varje fråga är kopplad till de mål som den ärligt säger något "
                "om, i en eller flera måluppsättningar. Resultatet läses sedan genom den uppsättning "
                "ni väljer."
                if several
                else "",
                "Självskattningen sparar frågorna så som de löd när ni svarade. Ett gammalt resultat "
                "läses alltid med sitt eget formulär.",
            ),
        ),
        *_others(questionnaire),
    )
    # What a questionnaire does not have is not explained.
    said = (replace(s, paragraphs=tuple(filter(None, s.paragraphs))) for s in sections)
    return tuple(section for section in said if section.paragraphs)


def _others(questionnaire: Questionnaire) -> tuple[Section, ...]:
    if not questionnaire.figures:
        return ()
    text = (
        "Siffror som andra har publicerat står bredvid frågor och mål som sammanhang, med år, skala och "
        "källa. De ingår aldrig i index, nivå eller ordningen på stegen. Ett medelvärde på en skala "
        "1–5 kommer ur en annan enkät och är inte en nivå."
    )
    return (Section("Siffror hos andra", (text,)),)


def _even(questionnaire: Questionnaire, framework_id: str | None) -> bool:
    """Whether no question of any goal weighs more than another."""
    return all(
        len({questionnaire.question(link.question).weight * link.weight for link in goal.links}) < 2
        for framework in questionnaire.frameworks
        if framework_id in (None, framework.id)
        for goal in framework.goals
    )
