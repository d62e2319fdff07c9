"""What is kept about people, why, for how long and who sees it: the page Om dina uppgifter.

It speaks to one person about that person's data, so it says du.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Mode = Literal["local", "accounts", "oidc"]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its paragraphs, and points below them."""

    title: str
    paragraphs: tuple[str, ...]
    points: tuple[str, ...] = ()


BACKUPS = (
    "Säkerhetskopior som redan är tagna innehåller det som raderas tills kopiorna kastas. Den som "
    "driver installationen bestämmer när det sker."
)
PUBLIC_RECORDS = (
    "En självskattning kan vara en allmän handling. Då kan någon begära ut den, och det kan behövas ett "
    "gallringsbeslut innan den raderas. Fråga organisationens arkivarie eller registrator."
)


def sections(mode: Mode, contact: str, hours: int, kept_in_bin: int) -> tuple[Section, ...]:
    """The whole page. ``hours`` a sign-in lasts, ``kept_in_bin`` days in the bin."""
    alone = mode == "local"
    return (
        _responsible(contact, alone=alone),
        _kept(mode),
        Section(
            "Varför",
            (
                (
                    "För att svaren ska sparas och gå att rätta."
                    if alone
                    else "För att bara rätt personer ska komma åt svaren, och för att ni ska se vem som "
                    "har svarat på vad. Rättslig grund bestämmer den som är ansvarig. Fråga där."
                ),
            ),
        ),
        _who_sees(alone=alone),
        WORKSHOP,
        _how_long(mode, hours, kept_in_bin),
        _logs(alone=alone),
        _cookies(mode, hours),
        _rights(alone=alone),
        Section(
            "Allmän handling",
            (
                PUBLIC_RECORDS,
                "Skriv inga leverantörsnamn, pågående upphandlingar eller säkerhetskänsliga uppgifter i "
                "fritext. Riktmärket lovar ingen sekretess.",
            ),
        ),
    )


WORKSHOP = Section(
    "Om du röstar i en workshop",
    (
        "Rösten och kommentaren sparas under ett slumpvis nummer, med rollen om du valde en. Inget namn "
        "sparas, ingen adress och ingen tid. Telefonens kaka känner igen den så länge workshopen pågår. "
        "Kopplingen tas bort när den avslutas.",
        "Svarar du som chef i Ledningens egen syn sparas bara hur många som har gett varje svar. Inget "
        "visas förrän insamlingen har stängt, och aldrig det som färre än tre har värderat.",
    ),
)


def _responsible(contact: str, *, alone: bool) -> Section:
    who = (
        "Den som använder den här datorn ansvarar för uppgifterna, oftast din arbetsgivare."
        if alone
        else "Den som driver installationen ansvarar för uppgifterna."
    )
    if contact:
        reach = f"Kontakt: {contact}"
    elif alone:
        reach = "De som har gjort Riktmärket får inga uppgifter."
    else:
        reach = "Ingen kontakt är angiven. Fråga en ägare i din organisation, eller den som gav dig adressen."
    return Section("Vem som ansvarar", (who, reach))


def _kept(mode: Mode) -> Section:
    written = (
        "Det du skriver: svar, skäl, kommentarer, belägg, egna mål och handlingsplanen med de namn som "
        "står där."
    )
    if mode == "local":
        return Section(
            "Vad som sparas",
            ("Inga namn eller e-postadresser, om du inte skriver dem själv.",),
            (written, "När varje svar ändrades."),
        )
    way = {
        "accounts": "Lösenordet, så att det inte går att läsa. Nyckeln till tvåstegsinloggning om du har "
        "slagit på den.",
        "oidc": "Vad er inloggningstjänst kallar dig. Lösenordet stannar där.",
    }[mode]
    return Section(
        "Vad som sparas",
        (),
        (
            "Ditt namn och din e-postadress.",
            way,
            "Vilka organisationer du hör till, och vilken roll du har.",
            written,
            "Vem som ändrade vad, och när. Det gäller varje svar, och sådant som roller, inbjudningar, "
            "inlämningar och om organisationen är med i jämförelser.",
            "När du loggade in och senast var inne. Kollegorna ser vem som är inne i samma självskattning.",
        ),
    )


def _who_sees(*, alone: bool) -> Section:
    if alone:
        return Section(
            "Vem ser vad",
            (
                "Den som kan logga in på datorn kan läsa allt. Inget skickas härifrån. En annan databas "
                "än filen på datorn kan läsas av den som sköter databasen.",
            ),
        )
    return Section(
        "Vem ser vad",
        (),
        (
            "De som hör till din organisation ser namn, svar och vem som har svarat. Ägarna ser också "
            "e-postadresser och händelser.",
            "De som hör till en organisation ovanför i koncernen ser nivåerna i det som är inlämnat och "
            "åtgärderna med sina ansvariga. De ser aldrig arbetsversioner, kommentarer, belägg eller "
            "anteckningar.",
            "Administratören ser organisationernas namn och deras ägare, inte svaren.",
            "Är organisationen med i jämförelser ingår dess nivåer i tal som andra organisationer ser. De "
            "talen har inga namn och går inte att räkna tillbaka till en organisation.",
            "Den som driver servern kan läsa databasen.",
            "Ingen annan. Inget skickas till de som har gjort Riktmärket eller till någon annan webbplats.",
        ),
    )


def _how_long(mode: Mode, hours: int, kept_in_bin: int) -> Section:
    points = [
        "Självskattningar sparas tills någon tar bort dem, eller så länge som organisationens ägare har "
        f"bestämt på sidan Data. I papperskorgen ligger de i {kept_in_bin} dagar.",
    ]
    if mode != "local":
        points += [
            f"En inloggning varar högst {hours} timmar.",
            "Ditt konto finns tills du avslutar det, eller tills organisationen raderas och du inte hör "
            "till någon annan.",
            "När ett konto avslutas försvinner namn, e-postadress och lösenord. Svaren finns kvar, och där "
            "namnet stod står En tidigare medlem.",
        ]
    return Section("Hur länge", (), (*points, BACKUPS))


def _logs(*, alone: bool) -> Section:
    own = "Riktmärkets egen logg har inga namn, e-postadresser eller svar."
    other = "Servern framför kan ha en egen logg med IP-adresser. Den som driver den vet hur länge."
    return Section("Loggar", (own,) if alone else (own, other))


def _cookies(mode: Mode, hours: int) -> Section:
    needed = [
        "En kaka som skyddar mot att andra webbplatser skickar något i ditt namn.",
        "Text som inte har hunnit sparas ligger i din webbläsare tills den är sparad.",
    ]
    if mode != "local":
        needed.insert(0, f"En kaka som visar att du är inloggad, i högst {hours} timmar.")
    return Section(
        "Kakor",
        ("Bara det som behövs för att sidan ska fungera. Inget mäter dig.",),
        tuple(needed),
    )


def _rights(*, alone: bool) -> Section:
    where = (
        "Allt går att hämta ut och radera på sidan Data."
        if alone
        else "En ägare hämtar ut eller raderar organisationens uppgifter på sidan Data. Ditt eget konto "
        "avslutar du längst ned på den här sidan."
    )
    return Section(
        "Dina rättigheter",
        (
            "Du har rätt att få veta vad som finns om dig, att få det rättat och i många fall raderat, "
            "att få ut det, och att invända. Vänd dig till den som ansvarar. Är du inte nöjd kan du "
            "klaga hos Integritetsskyddsmyndigheten (IMY).",
            where,
        ),
    )
