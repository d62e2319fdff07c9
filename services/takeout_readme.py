"""What the file with everything of an organisation says about itself, to whoever opens it."""

from __future__ import annotations

MADE_UP = """\
EXEMPEL. Organisationen, personerna och svaren är påhittade. Filen går bara
att läsa in i en exempelvärld.

"""

README = """\
Riktmärket: en organisations uppgifter
======================================

Filen innehåller allt som er organisation har i Riktmärket.

organisation.json
    Organisationen, de som hör till den, egna mål och frågor med tidigare
    versioner, självskattningarna med svar, kommentarer, belägg, historik,
    ambitioner, inlämningar, ansvar för delar, handlingsplan, milstolpar,
    workshoppar med röster under nummer, händelser och om ni är med i
    jämförelser. Även det som ligger i papperskorgen. Formatet heter
    riktmarket-organisation/1 och är beskrivet i docs/format-organisation.md
    i programmet.

bundles/
    Frågeformulären som självskattningarna är gjorda i. Varje fil heter som
    sin SHA-256, så att det syns om den har ändrats.

Filen går att läsa in i en annan installation av Riktmärket, eller i samma
som en ny organisation. Ändra inte i den: en ändrad fil tas inte emot.

Filen innehåller namn, medlemmarnas e-postadresser och det ni har skrivit.
Den är inte krypterad. Förvara den som andra handlingar med personuppgifter,
och kasta den när den inte behövs. Den kan vara en allmän handling.

Det här följer inte med: lösenord, inloggningar, öppna inbjudningar, vem som
är inne just nu, och vilken koncern organisationen hör till.
"""
