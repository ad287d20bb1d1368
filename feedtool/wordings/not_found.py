"""The sentence "this page is not there" in the languages of the web: a table of words, and what looks for them. Pure.

Each language gives the things that may be missing, what is said after them (`the page … does not exist`), what is said
before them (`we could not find … the page`), and sentences that are put differently. Only a whole title, heading or
sentence counts, so an article about missing pages is not taken for one.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property, lru_cache, partial
from unicodedata import normalize

from feedtool.prefilter import Prefilter
from feedtool.quick import quick
from feedtool.wordings.phrases import FAMILIES

_LONGEST = 160  # characters of a title or sentence that only says so
_ANY_CLAUSE = "[^.!?。！？]"


@quick(frozen=True, slots=True)
class Language:
    """How a language says that a page is not there; each value is a regular expression over lower-case text.

    ``also`` are things that stories tell of, too: they count only next to what is said of them (“the account is gone”).
    ``clause`` is what a clause between the thing and what is said of it begins with, ``space`` what stands between words.

    ``example`` is what such pages show; ``counter`` is a title of a true page that looks like it.
    """

    name: str
    thing: str
    after: str
    before: str
    whole: str
    example: tuple[str, ...]
    counter: tuple[str, ...]
    space: str = " "
    clause: str = _ANY_CLAUSE
    also: str = ""


_TOLD_OF = (
    "视频|視頻|影片|作品|日志|日誌|博客|用户|用戶|商品|网站|網站|微博|回答|专栏|稿件|活动|活動|图片|圖片|相册|专题|專題|栏目|"
    "欄目|(?:小组)?话题|話題|網誌|部落格|职位|新闻|新聞|条目|條目|话题|笔记"
)

LANGUAGES = (
    Language(
        "English",
        r"(?:web ?)?(?:page|file|article|story|content|post|url|document|resource|link|address|item|video|product|topic|"
        r"thread|site|entry|tweet|gist|snippet|(?:we)?blog|photo|event|profile|listing|user|account|channel|group|repository|track|album|playlist|image|comment|forum|board|job|vacancy|position|publication|news item|record|petition|webpage|file or directory)s?",
        r"(?:(?:(?:was|is|were|are|has|have|had|could|can|does|do|did|may|might)(?:n't| not| no longer)|cannot|can't|can ?not|no|not|"
        r"no longer|(?:seems|appears) not)\b[^.!?]{0,60}?(?:found|exists?|available|located|displayed|here|right now|online|active|accessible|on (?:our|this) (?:site|website))|"
        r"(?:was|is|were|are|has|have|had|could|may|might|seems|appears|can|does|doesn't|isn't|no longer)\b[^.!?]{0,40}?"
        r"(?:unavailable|unpublished|removed|deleted|withdrawn|purged|pruned|erased|moved(?= or\b| permanently| to (?:the )?(?:trash|bin)\b)|missing|gone|expired|taken (?:down|offline)|suspended)|"
        r"has gone (?:missing|astray|walkabout)|not found|(?:is )?unavailable)"
        r"(?: or [^.!?]{0,40}| from [^.!?]{0,40}| on (?:this|our) (?:server|site|website)| to (?:the )?(?:trash|bin)(?: by its owner)?| by (?:an?|the|its|their|our) (?:author|owner|user|publisher|poster|editors?|moderators?|admin(?:istrator)?s?)| anymore| any longer| here| at this "
        r"(?:location|address|url))?",
        r"(?:(?:we|you|i)(?:'re| are|'ve| have)? (?:(?:can't|cannot|can not|could not|couldn't|were unable to|are unable to|didn't|"
        r"did not|unable to|were not able to|weren't able to|have not been able to|haven't been able to)(?: seem to)? (?:find|locate|serve)|looked everywhere(?: but[^.!?]{0,20})?)|"
        r"unable to (?:find|locate)|cannot find|could not find|can't find|couldn't find)",
        r"not[ _]found|no (?:article|page|story|post|item|topic|record)s? match(?:es|ed)? (?:the|this|that|your) [^.!?]{1,30}|(?:page|content|article|listing|post|story|topic|thread|album|photo|video|blog|file|document|item|ad|channel|profile|group|event|question|comment|entry) (?:removed|deleted)|(?:this |the )?(?:job|vacancy|position|posting|advert) (?:is |has (?:been )?)?(?:now )?(?:closed|filled)|(?:article|page|post|story|news|topic|thread)(?: id| number)? is (?:invalid|not valid)|(?:unknown|invalid|no such) (?:page|file|article|post|url|document|address|topic|thread|id)"
        r"(?: specified| requested| exists?)?|(?:sorry, )?nothing (?:was |could be )?found (?:here|at this location|for [^.!?]{1,40})|(?:fundraiser|campaign|package|course|lesson|location|store|shop|business|property|ad|offer|author|category|tag|section|series|season|quiz|workspace|organi[sz]ation|company|team|app|application|extension|plugin|theme|model|dataset|release|version|branch|issue|ticket|form|survey|room|server|invite|conversation|message|place|listing) not found|"
        r"(?:it looks like )?nothing was found at this location|(?:you|you've|you have) (?:seem to be |appear to be |may be )lost|"
        r"(?:this|that) (?:is|was) not the (?:web )?page you(?:'re| are| were) looking for|"
        r"(?:that's|this is) an error|(?:we )?(?:can't|couldn't|cannot|could not) find (?:that|what you(?:'re| are| were) "
        r"looking for)[^.!?]{0,30}|(?:whatever|what) you(?:'re| are| were) looking for[^.!?]{0,60}(?:exist|here|found|gone)"
        r"[^.!?]{0,30}|the author (?:has )?(?:deleted|removed) this [a-z]+|(?:we(?:'ve| have)|we) (?:misplaced|lost) (?:that|this|the) page|"
        r"(?:it (?:looks|seems) like )?you(?:'ve| have) taken a wrong turn|the link you followed (?:is|may be) (?:incorrect|outdated|expired|broken|invalid)[^.!?]{0,40}|"
        r"the system cannot find the file specified|(?<=410 )gone|(?<=410 - )gone|"
        r"dead (?:link|end)|broken link|object not found|resource not found|(?:page|file) gone|"
        r"the requested url [^ ]{1,80} was not found[^.!?]{0,30}|no page (?:was )?found(?: here)?|"
        r"(?:you(?:'ve| have) )?(?:reached|found|hit|followed) a (?:page|(?:dead|broken) (?:end|link))[^.!?]{0,40}",
        (
            "Page not found",
            "Oops! That page can’t be found.",
            "The page you requested could not be found",
            "Sorry, this page isn't available.",
            "We can't find the page you're looking for",
            "The requested URL /a/b was not found on this server",
            "404 - File or directory not found",
            "It looks like nothing was found at this location",
            "This video isn't available anymore",
            "This job is no longer available",
            "The article you requested is no longer on our site",
            "This post was deleted by its author",
            "HTTP Error 404.0 - Not Found",
            "Listing removed",
            "Not Found (#404)",
            "This story has been taken offline by the publisher",
            "Sorry, this thread has been pruned",
            "The topic you are looking for was removed by a moderator",
            "This document was moved to the trash by its owner",
            "This vacancy has closed",
            "Album deleted",
            "Sorry – we haven't been able to serve the page you asked for",
            "The item you requested does not exist in our collection",
            "No article matches the ID you gave",
        ),
        (
            "The page that changed the world",
            "How pages get lost and found",
            "Article 9 does not protect the unborn",
            "Video of the missing",
            "The job that nobody wants",
            "The story removed from the record",
            "The news is no longer news",
            "The file on Thatcher was deleted",
            "The position that closed a factory",
            "The video moved to tears",
        ),
        clause=r"(?:(?:that |which )?(?:you|we|i)\b|(?:that|which) (?:was|were) (?:requested|looking)|requested|at|with|url|/|\()",
        also=r"(?:presentation|show|talk|podcast|playlist|pin|petition|question|answer|recipe|review|member|stream|clip|episode|course|paste|song|project|collection|gallery|chapter|issue|report|feature|column|poll|map|magazine|wiki|subdomain|space|journal)",
    ),
    Language(
        "Spanish",
        r"(?:página|pagina|texto|post|ficha|artículo|contenido|entrada|noticia|nota|reportaje|archivo|recurso|url|enlace|publicación|dirección|sitio|tema|foro|mensaje|producto|blog|perfil|vídeo|video|evento|anuncio)",
        r"(?:(?:ha|fue) (?:sido )?(?:despublicad|archivad|suprimid)[ao]|(?:ha |está )?(?:caducad[ao]|expirad[ao]|caducó|expiró)|no pud(?:o|imos)(?: ser)? (?:encontr|localiz)(?:ad[ao]|ar(?:l[ao])?)|(?:eliminad|borrad|retirad)[ao] por (?:su|el|la|una?) [^.!?]{1,20}|(?:ha sido|fue) dad[ao] de baja|(?<=página )se perdió|ya no se encuentra(?: disponible)?|no (?:se )?(?:ha (?:sido )?|pudo ser |puede ser )?(?:encontrad[ao]|encontró|encuentra|existe|disponible|está "
        r"disponible|se encuentra disponible|se pudo encontrar)|ya no (?:existe|está disponible)|(?:ya )?no está aquí|(?:ha sido|fue) (?:eliminad|borrad|movid|retirad)"
        r"[ao]|no parece existir|(?:eliminad|borrad|retirad|suprimid|despublicad)[ao]|inexistente|no disponible|no existe)(?: por (?:su|el|la|una?) [^.!?]{1,20})?(?: o [^.!?]{0,40}| en (?:este|el|nuestro) (?:servidor|sitio(?: web)?))?",
        r"no (?:hemos podido encontrar|se encontró|se ha encontrado|se ha podido encontrar|encontramos|podemos encontrar|"
        r"pudimos encontrar|existe(?= (?:la|esa|esta) página))",
        r"no (?:hemos encontrado|encontramos|se encuentra) lo que (?:est[áa]s? )?busca\w{0,3}|no encontrad[ao]|nada encontrado|no se encontraron resultados|(?:tema|mensaje|foro|hilo) no especificado",
        (
            "Página no encontrada",
            "La página que buscas no existe",
            "Lo sentimos, no encontramos esta página",
            "La nota que buscas ya no existe",
            "Esta noticia ha sido retirada",
            "El tema que buscas fue borrado por un moderador",
            "Tema no especificado",
            "La página que estabas buscando no está aquí",
        ),
        ("La página que no existe: un cuento de Borges y su lector",),
        also=r"(?:historia|información|columna|crónica|programa|foto|usuario|cuenta|canal|grupo|comentario)",
    ),
    Language(
        "French",
        r"(?:page|article|texte|post|fiche|actualité|billet|contenu|fichier|document|ressource|url|lien|adresse|publication|site|élément|sujet|forum|message|blog|vidéo|produit|annonce|profil)",
        r"(?:(?:n'est|n’est|n'a|n’a|n'existe|n’existe|ne) ?(?:pas|plus)?[^.!?]{0,30}?(?:trouvée?|existe|pas|plus|disponible|"
        r"introuvable|accessible)|semble ne pas exister|n'est plus en ligne|(?:est |semble |reste )?introuvable|non trouvée?|inexistante?|indisponible|(?:supprimé|retiré|effacé)e?|"
        r"a été (?:supprimé|déplacé|retiré|dépublié|effacé|archivé)e?|a expiré|(?:est|a été) (?:expirée?|périmée?|supprimée?|désactivée?|hors ligne)|n'a pu être trouvée?)(?: par (?:son|sa|l'|le|la) ?[^.!?]{1,20})?(?: ici)?(?: ou [^.!?]{0,40}| sur (?:ce|notre) (?:serveur|site))?",
        r"(?:(?:nous )?n'avons pas (?:pu )?(?:trouvé|trouver)|impossible de trouver|(?:nous )?ne (?:trouvons|parvenons)"
        r"[^.!?]{0,20}pas)",
        r"non trouvée?|introuvable|cette page a disparu|(?:il n'y a )?(?:pas d'|aucun )(?:article|contenu|message) (?:à|ne correspond à) cette adresse|rien (?:n'a été )?trouvé|aucun résultat",
        (
            "Page introuvable",
            "Page non trouvée",
            "La page que vous cherchez n'existe pas",
            "Cette actualité n'est plus disponible",
            "Cette page n’existe plus",
            "Cette page semble ne pas exister",
            "Oups, cette page n'est plus en ligne",
            "Cette annonce est désactivée",
            "La page que vous recherchez n'existe pas ici",
            "Il n'y a pas d'article à cette adresse",
            "Aïe, cette page a disparu",
        ),
        ("La page blanche de Mallarmé n'est pas un silence mais une musique qui dure",),
        also=r"(?:chronique|dossier|émission|offre|photo|utilisateur|compte|membre|groupe|commentaire|rubrique|reportage)",
    ),
    Language(
        "German",
        r"(?:(?:web)?seite|artikel|webseite|meldung|eintrag|veranstaltung|stellenanzeige|inhalt|beitrag|datei|dokument|ressource|url|link|adresse|objekt|thema|forum|blog|video|produkt|profil|anzeige|nachricht)",
        r"(?:(?:wurde|konnte|kann|ist|existiert|gibt es|steht|scheint)\b[^.!?]{0,40}?(?:nicht (?:mehr )?gefunden(?: werden)?|nicht (?:mehr )?verfügbar|nicht mehr|nicht|"
        r"gelöscht|entfernt|verschoben|depubliziert|archiviert|abgelaufen|zur verfügung|abrufbar|online|erreichbar|zurückgezogen|nicht (?:mehr )?(?:vorhanden|existieren|abrufbar|online|erreichbar|zur verfügung))|nicht (?:gefunden|verfügbar|vorhanden|mehr verfügbar)|"
        r"existiert nicht(?: mehr)?|gibt es (?:hier )?(?:leider )?nicht(?: mehr)?|steht (?:leider )?nicht (?:mehr |länger )?zur verfügung|unbekannt|ist (?:leider )?offline)(?: oder [^.!?]{0,40}| werden)?",
        r"(?=[^.!?]{0,120}\b(?:nicht|kein\w{0,2})\b[^.!?]{0,60}\b(?:gefunden|finden)\b)(?:(?:wir )?(?:können|konnten)|kein(?:e|en)?|leider (?:können|konnten) wir|es wurde)",
        r"nicht gefunden|(?:hier |leider )?nichts gefunden|(?:hier|da) ist (?:leider )?nichts|(?:dies(?:e|en) |die |den )?(?:(?:gesuchten?|gewünschten?|angeforderten?) )?(?:seite|artikel|beitrag|inhalt) gibt es nicht(?: mehr)?|seite fehlt|(?:inhalt|beitrag|artikel|sendung) depubliziert|(?:unter|an) (?:dieser|der angegebenen|der aufgerufenen) (?:adresse|stelle|url) (?:ist|gibt es|existiert) (?:leider )?kein\w{0,2} (?:seite|artikel|beitrag|inhalt)(?: (?:mehr )?(?:vorhanden|hinterlegt|verfügbar))?",
        (
            "Seite nicht gefunden",
            "Die angeforderte Seite konnte nicht gefunden werden",
            "Diese Seite existiert nicht mehr",
            "Diese Meldung ist nicht mehr verfügbar",
            "Der Artikel ist leider offline",
            "Den gesuchten Artikel gibt es nicht mehr",
            "Unter der angegebenen Adresse ist kein Artikel vorhanden",
            "Diese Seite gibt es nicht (mehr)",
        ),
        ("Die Seite, die niemand kannte", "Nicht gefundenes Glück"),
        also=r"(?:text|bericht|posting|kommentar|kanal|gruppe|benutzer|nutzer|konto|sendung|folge|foto|bild|galerie|news|rezept|frage|dossier)",
    ),
    Language(
        "Italian",
        r"(?:pagina|articolo|post|testo|notizia|contenuto|file|documento|risorsa|url|link|indirizzo|sito|argomento|discussione|forum|blog|video|prodotto|profilo|annuncio)",
        r"(?:non può essere (?:stat[ao] )?trovat[ao]|non (?:è (?:stat[ao] )?|è più |esiste(?: più)?|più )?(?:trovat[ao]|esiste|esistente|disponibile)?|può essere trovat[ao]|inesistente|"
        r"è stat[ao] (?:rimoss|cancellat|spostat|eliminat|archiviat|ritirat)[ao]|(?:è )?(?:scadut|eliminat|rimoss)[ao]|non si trova|non è (?:più )?qui)(?: (?:dal|da)(?:l'| )[^.!?]{1,20})?(?: o [^.!?]{0,40})?",
        r"(?:non (?:abbiamo trovato|riusciamo a trovare|è stato possibile trovare|troviamo)|impossibile trovare)",
        r"non trovat[ao]|nessun risultato",
        (
            "Pagina non trovata",
            "Notizia non trovata",
            "La pagina richiesta non esiste",
            "Spiacenti, la pagina non è disponibile",
            "La pagina che stavi cercando non è qui",
        ),
        ("La pagina strappata: un romanzo",),
        also=r"(?:foto|utente|canale|gruppo|commento|messaggio|intervista|rubrica)",
    ),
    Language(
        "Portuguese",
        r"(?:página|pagina|texto|entrada|artigo|conteúdo|arquivo|ficheiro|documento|recurso|url|link|endereço|notícia|matéria|reportagem|publicação|postagem|post|site|tópico|fórum|mensagem|blog|vídeo|produto|perfil|anúncio)",
        r"(?:não (?:foi |pôde ser |pode ser |está (?:mais )?|se encontra )?(?:encontrad[ao]|localizad[ao]|existe|disponível|"
        r"existe mais|parece existir)|(?:já )?não (?:está|se encontra) (?:mais )?(?:disponível|online|acessível|aqui)|expirou|(?:está |foi )?(?:expirad|arquivad|despublicad|eliminad|retirad|suprimid)[ao]|saiu do ar|(?:removid|excluíd|apagad|retirad|eliminad)[ao]|(?:não existe|já não existe|inexistente|indisponível)|foi (?:removid|excluíd|apagad|movid|deletad|retirad)[ao](?: do ar)?)"
        r"(?: (?:pel[oa]|por) [^.!?]{1,20})?(?: ou [^.!?]{0,40}| neste servidor)?",
        r"(?:não (?:conseguimos|foi possível|encontramos|achamos)(?: encontrar| localizar)?)",
        r"não encontrad[ao]|nada (?:foi )?encontrado|nenhum resultado",
        (
            "Página não encontrada",
            "Matéria não encontrada",
            "Esta página não parece existir",
            "Ops! Esta matéria saiu do ar",
            "A página que você procura não está aqui",
            "A página que você procura não existe",
            "Desculpe, a página não foi encontrada",
        ),
        ("A página virada: memórias de um editor",),
        also=r"(?:coluna|crônica|foto|usuário|utilizador|conta|canal|grupo|comentário|receita|programa)",
    ),
    Language(
        "Dutch",
        r"(?:pagina|artikel|nieuwsbericht|inhoud|bestand|document|bericht|link|url|adres|onderwerp|forum|blog|video|product|profiel|advertentie)",
        r"(?:(?:is|kan|kon|werd|bestaat|lijkt)\b[^.!?]{0,40}?(?:niet (?:meer )?gevonden(?: worden)?|niet \(?(?:meer\)? )?beschikbaar|niet (?:worden )?gevonden|niet (?:langer |meer )?(?:beschikbaar|actief|online|bereikbaar)|niet meer|niet|verwijderd|verplaatst|verlopen|gearchiveerd|ingetrokken|offline(?: gehaald)?)|kunnen we niet (?:meer )?vinden|niet \(?(?:meer)?\)? ?(?:gevonden|beschikbaar)|(?:verwijderd|verlopen)|bestaat niet(?: \(?meer\)?)?|is (?:zoek(?:geraakt)?|kwijt))(?: door (?:de|het|zijn) [^.!?]{1,20})?(?: of [^.!?]{0,40}| worden)?",
        r"(?=[^.!?]{0,120}\bniet\b[^.!?]{0,60}\b(?:gevonden|vinden)\b)(?:we|wij) (?:kunnen|konden)",
        r"niet gevonden|niets gevonden",
        (
            "Pagina niet gevonden",
            "Deze pagina bestaat niet",
            "Het spijt ons, maar deze pagina bestaat niet",
            "De pagina kon niet worden gevonden",
            "De pagina die u zoekt bestaat niet (meer)",
            "Oeps, deze pagina is zoek",
        ),
        ("De pagina die alles veranderde",),
        also=r"(?:nieuws|verhaal|reactie|gebruiker|account|groep|kanaal|foto|uitzending|aflevering|recept|vraag)",
    ),
    Language(
        "Swedish",
        r"(?:sidan?|artikeln?|nyheten?|inlägg(?:et)?|innehåll(?:et)?|innehållet|filen|dokumentet|länken|tråden|ämnet|inlägget|produkten|bloggen)",
        r"(?:(?:kunde|kan|finns|hittades|existerar|är|har)\b[^.!?]{0,30}?(?:inte (?:längre )?(?:hittas|tillgänglig[at]?|kvar|aktiv[at]?|att (?:se|läsa))|inte|avpublicera(?:d|t|ts)|radera[dt]s?|arkiverats|utgång(?:en|et)|gått ut|otillgänglig[at]?|borttagen|tagits bort|flyttats|"
        r"längre|saknas)|borttagen|raderad|avpublicerad|går inte (?:längre )?att (?:se|läsa|visa|hitta)|verkar inte (?:existera|finnas)|saknas|hittades inte|(?:finns|hittas) (?:inte|ej)(?: längre)?)(?: eller [^.!?]{0,40}| längre)?",
        r"(?:vi )?(?:(?:kunde|kan) (?:tyvärr )?inte hitta|hittar (?:tyvärr )?inte)",
        r"hittades inte|kunde sidan (?:tyvärr )?inte hittas|finns inte sidan[^.!?]{0,40}",
        ("Denna sida verkar inte existera", "Sidan hittades inte", "Sidan kunde inte hittas", "Sidan finns inte"),
        ("Sidan av saken som ingen såg",),
        also=r"(?:texten|videon?|filmen|programmet|historien|användaren?|kontot?|profilen?|gruppen|kanalen|bilden|annonsen|kommentaren)",
    ),
    Language(
        "Danish",
        r"(?:siden?|artikel|artiklen|nyhed(?:en)?|opslag(?:et)?|indlæg(?:get)?|indhold(?:et)?|indholdet|filen|dokumentet|linket|emnet|indlægget|produktet|bloggen)",
        r"(?:(?:blev|kunne|kan|findes|eksisterer|er|var)\b[^.!?]{0,30}?(?:ikke (?:længere )?(?:fundet|findes|tilgængelige?|ses|læses|vises|aktive?)|ikke|udløbet|afpubliceret|arkiveret|utilgængelige?|fjernet|flyttet|slettet|længere)|"
        r"ikke fundet|findes ikke(?: længere)?)(?: eller [^.!?]{0,40}| længere)?",
        r"(?:vi )?(?:kunne|kan) (?:desværre )?ikke finde",
        r"ikke fundet",
        ("Siden blev ikke fundet", "Siden findes ikke", "Vi kunne ikke finde siden"),
        ("Siden 1921: historien om en avis",),
        also=r"(?:historien?|program(?:met)?|video(?:en)?|filmen|bruger(?:en)?|profil(?:en)?|konto(?:en)?|gruppen|kanalen|annoncen|kommentaren|billedet)",
    ),
    Language(
        "Norwegian",
        r"(?:siden?|artikkel(?:en)?|nyhet(?:en)?|innlegg(?:et)?|innhold(?:et)?|innholdet|filen|dokumentet|lenken|emnet|innlegget|produktet|bloggen)",
        r"(?:(?:ble|kunne|kan|finnes|eksisterer|er|har)\b[^.!?]{0,30}?(?:ikke (?:lenger )?(?:funnet|finnes|tilgjengelige?|ses|leses|vises|aktive?)|ikke|utløpt|avpublisert|arkivert|utilgjengelige?|fjernet|flyttet|slettet|lenger)|"
        r"ikke funnet|finnes ikke(?: lenger)?)(?: eller [^.!?]{0,40}| lenger)?",
        r"(?:vi )?(?:(?:kunne|kan) (?:dessverre )?ikke finne|(?:finner|fant) (?:dessverre )?ikke)",
        r"ikke funnet",
        ("Siden ble ikke funnet", "Siden finnes ikke", "Fant ikke siden"),
        ("Siden krigen har byen vokst",),
        also=r"(?:sak(?:en)?|historien?|program(?:met)?|video(?:en)?|filmen|bruker(?:en)?|profil(?:en)?|konto(?:en)?|gruppen|kanalen|annonsen|kommentaren|bildet|episoden)",
    ),
    Language(
        "Finnish",
        r"(?:sivua?|artikkelia?|artikkeli|juttua?|uutista|kirjoitusta|julkaisua|kirjoitus|julkaisu|uutinen|sisältöä|sisältö|tiedostoa?|etsimääsi sivua|hakemaasi sivua)",
        r"(?:ei (?:näytä olevan olemassa|ole(?: enää)?(?: (?:olemassa|saatavilla|löytynyt|katsottavissa|luettavissa|käytettävissä|voimassa))?|löydy|löytynyt|voitu löytää|löytynyt|enää ole(?: olemassa)?)"
        r"|on (?:poistettu|siirretty|poistunut|vanhentunut|arkistoitu)(?: käytöstä)?|puuttuu)(?: tai [^.!?]{0,40})?",
        r"(?:emme löytäneet|ei löytynyt)",
        r"ei löytynyt|sivua ei löydy",
        ("Tämä kirjoitus on poistettu", "Sivua ei löytynyt", "Etsimääsi sivua ei löydy", "Sivua ei ole olemassa"),
        ("Sivusta seuraajan muistelmat",),
        also=r"(?:videota?|ohjelmaa?|käyttäjää?|tiliä?|profiilia?|kuvaa?|viestiä?|ketjua?|blogia?|ilmoitusta?|kommenttia?)",
    ),
    Language(
        "Polish",
        r"(?:stron[ay]|wiadomość|newsa?|artykuł|treść|plik|dokument|zasób|adres|wpis|temat|wątek|forum|blog|film|produkt|profil|ogłoszenie|post)",
        r"(?:nie (?:została? |został |zostało )?(?:(?:zna|odna)lezion[aoy]|istnieje|odnaleziono|jest (?:już |obecnie )?(?:dostępn|aktualn)[aye]|istnieje)|(?:już )?nie istnieje|wygas(?:ł[ao]?)|została? "
        r"(?:usunięt|przeniesion|skasowan|wycofan|zarchiwizowan)[aye]|niedostępn[ay]|(?:już )?nie ma (?:już )?(?:tutaj|tu))(?: przez [^.!?]{1,24})?(?: lub [^.!?]{0,40})?",
        r"nie (?:znaleziono|możemy znaleźć|można znaleźć|udało się znaleźć|odnaleziono)",
        r"nie znaleziono|nie znaleźliśmy (?:strony|artykułu|treści) pod (?:tym|podanym) adresem",
        (
            "Nie znaleźliśmy artykułu pod tym adresem",
            "Strony, której szukasz, nie ma tutaj",
            "Nie znaleziono strony",
            "Strona nie istnieje",
            "Strona nie została znaleziona",
        ),
        (
            "Nie znaleziono strony: felieton",
            "Strona, której nie było w atlasie",
        ),
        also=r"(?:informacja|tekst|materiał|użytkownik\w?|konto|komentarz|program|zdjęcie|grupa|kanał|notatka|publikacja)",
    ),
    Language(
        "Czech",
        r"(?:stránk[au]|článek|obsah|soubor|dokument|odkaz|téma|fórum|příspěvek|video|produkt)",
        r"(?:(?:nebyla?|nebylo|není)\b[^.!?]{0,30}?(?:nalezen[aoy]?|dostupn[áýé]|k dispozici|aktuální)|(?:expiroval|vypršel)[ao]?|byla?\b[^.!?]{0,30}?(?:odstraněn[aoy]?|smazán[aoy]?|přesunut[aoy]?|stažen[aoy]?)(?: (?:autorem|redakcí|uživatelem))?|"
        r"nenalezen[ay]?|neexistuje|se nepodařilo najít|jsme nenašli|(?:už |již )?neexistuje|nemůžeme najít|(?:tu|zde|tady) (?:už )?není|není (?:tu|zde|tady))(?: nebo [^.!?]{0,40})?",
        r"(?:nemůžeme najít|nelze najít|nenašli jsme|nepodařilo se najít|se nepodařilo najít)",
        r"nenalezeno|nenalezen[ay]?",
        (
            "Stránka, kterou hledáte, tu není",
            "Stránka nenalezena",
            "Požadovaná stránka nebyla nalezena",
            "Stránka neexistuje",
        ),
        ("Stránka z deníku mé matky", "Stránka byla krásná"),
        also=r"(?:zpráva|text|uživatel|profil|účet|pořad|komentář|skupina|kanál|blog|inzerát|fotka|materiál)",
    ),
    Language(
        "Slovak",
        r"(?:stránk[au]|článok|obsah|súbor|dokument|téma|fórum|príspevok|video|produkt)",
        r"(?:(?:nebola?|nie je)\b[^.!?]{0,30}?(?:nájden[ýáé]|dostupn[ýá])|(?:bola?|bol)\b[^.!?]{0,30}?(?:odstránen|vymazan|zmazan|presunut|stiahnut)[ýáéaoy]?|"
        r"nenájden[ýáé]|sa nenašla|sa (?:nám )?nepodarilo nájsť|neexistuje)(?: alebo [^.!?]{0,40})?",
        r"(?:nemôžeme nájsť|nepodarilo sa nájsť)",
        r"nenájden[ýáé]",
        (
            "Článok bol zmazaný",
            "Túto stránku sa nám nepodarilo nájsť",
            "Stránka sa nenašla",
            "Stránka nebola nájdená",
            "Stránka neexistuje",
        ),
        ("Stránka zo starej knihy", "Článok bol dlhý"),
    ),
    Language(
        "Hungarian",
        r"(?:az? )?(?:oldal|(?:web)?lap|cikk|tartalom|fájl|dokumentum|téma|fórum|bejegyzés|videó|termék)(?:t|et|ot|at)?",
        r"(?:(?:nem|már nem)\b[^.!?]{0,30}?(?:található|létezik|elérhető|találtuk|találjuk|aktív|érhető el)|lejárt|törölve|törölték|(?:a szerző|a szerkesztőség) (?:törölte|eltávolította)|áthelyezték|(?:törlésre|eltávolításra) került|eltávolították|megszűnt)(?: vagy [^.!?]{0,40})?",
        r"nem (?:található|találjuk|találtuk)(?: meg)?(?: az?)?",
        r"nem található|nincs ilyen oldal",
        (
            "Ezt a bejegyzést törölték",
            "Az oldal nem található",
            "A keresett oldal nem létezik",
            "Nem található az oldal",
        ),
        ("Az oldal, amely kimaradt",),
        also=r"(?:hír|írás|felhasználó|profil|fiók|blog|hozzászólás|kép|műsor|hirdetés|poszt|anyag)",
    ),
    Language(
        "Romanian",
        r"(?:pagin[aă]|această (?:pagină|știre|postare)|știre|postare|articolul|articol|știrea|postarea|conținutul|fișierul|documentul|subiectul|mesajul|produsul|videoclipul)",
        r"(?:nu (?:a fost|a putut fi|există|poate fi|mai|este)\b[^.!?]{0,30}?(?:găsită?|gasita|disponibilă?|accesibilă?|activă?|existe)|a expirat|nu există|nu mai există|negăsită|inexistentă|"
        r"a fost (?:ștears[ăa]|(?:șters|mutat|eliminat|retras|arhivat)ă?)(?: de [^.!?]{1,20})?)(?: sau [^.!?]{0,40})?",
        r"nu (?:am găsit|am gasit|putem găsi)",
        r"nu a fost găsită?",
        ("Acest articol a fost șters", "Pagina nu a fost găsită", "Pagina nu există", "Nu am găsit pagina"),
        ("Pagina pe care nimeni nu a citit-o",),
        also=r"(?:utilizatorul|contul|profilul|textul|blogul|emisiunea|anunțul)",
    ),
    Language(
        "Croatian and Serbian",
        r"(?:je )?(?:stranica|strana|članak|objava|vijest|vest|sadržaj|datoteka|dokument|страница|страна|чланак|објава|вест)",
        r"(?:(?:nije|ne|više ne|не|није)\b[^.!?]{0,30}?(?:pronađena?o?|nađena?o?|postoji|dostup(?:n[ao]|an)|пронађена?о?|постоји|доступ(?:н[ао]|ан))|ne postoji|"
        r"не постоји|(?:je )?(?:uklonjen|obrisan|izbrisan|premješten)[ao]?|(?:је )?(?:уклоњен|обрисан|избрисан|премештен)[ао]?(?: је)?)(?: ili [^.!?]{0,40})?",
        r"(?:ne možemo pronaći|nismo (?:pronašli|mogli pronaći))",
        r"nije pronađen[ao]",
        (
            "Ovaj je članak obrisan",
            "Страница коју тражите не постоји или је уклоњена",
            "Stranica nije pronađena",
            "Tražena stranica ne postoji",
            "Страница није пронађена",
            "Чланак није пронађен",
            "Чланак који тражите више није доступан",
        ),
        ("Stranica po stranica",),
    ),
    Language(
        "Bulgarian",
        r"(?:страницата|страница|статията|статия|новината|файлът|документът|темата|публикацията|публикация|видеото|продуктът)",
        r"(?:(?:не|вече не)\b[^.!?]{0,30}?(?:намерена|открита|съществува|налична|е намерена)|е (?:изтрит|премахнат|преместен)[ао]?)",
        r"не (?:можахме да намерим|намерихме)",
        r"не е намерена|няма такава страница",
        (
            "Тази публикация е изтрита",
            "Страницата не съществува или е преместена",
            "Страницата не е намерена",
            "Страницата не съществува",
        ),
        ("Страницата, която не се забравя",),
    ),
    Language(
        "Russian",
        r"(?:страниц[аыу]|такой (?:новости|статьи|записи)|этой (?:страницы|новости|статьи)|статья|материал|файл|документ|ресурс|запись|адрес|объект|новость|тем[аы]|форума?|сообщени[ея]|пользователь|дневник|блог|журнал|видео|пост|публикация|товар|объявление|профиль|сообщество)",
        r"(?:(?:не|больше не|уже не|отсутствует)\b[^.!?]{0,30}?(?:найден[аоы]?|существует|доступ[нe][аоы]?|"
        r"удал[её]н[аоы]?|обнаружен[аоы]?|актуал[ье]н[аоы]?)|(?:(?:больше|уже) )?недоступ(?:н[аоы]|ен)|был[аои]?\b[^.!?]{0,30}?(?:удал[её]н|перемещ[её]н|перенесен|снят|скрыт)[аоы]?|отсутствует|не существует|удал[её]н[аоы]?|снят[аоы]? с (?:публикации|сайта)|устарел[аои]?|ист[её]к(?:ла|ло)?|скрыт[аоы]?|больше нет)(?: (?:её |его )?(?:автором|владельцем|пользователем|модератором|администрацией|редакцией))?(?: и очищен[аоы]?)?(?: или [^.!?]{0,40}| на сервере)?",
        r"(?:(?:мы )?не (?:можем|смогли|удалось) найти|(?:мы )?не нашли|не найден[аоы]?|нет такой)",
        r"не найден[аоы]?|ничего не (?:найдено|нашлось|нашли)|такой страницы (?:нет|не существует)|нет такой страницы",
        (
            "Страница не найдена",
            "Запрашиваемая страница не существует",
            "К сожалению, страница удалена",
            "Запись удалена автором",
            "Страница удалена либо ещё не создана",
            "Такой страницы не существует",
        ),
        ("Страница истории, о которой не говорят вслух уже тридцать лет",),
        also=r"(?:ссылка|публикации|информация|аккаунт|канал|группа|комментарий|фото|ролик|заметка|раздел|текст|вопрос)",
    ),
    Language(
        "Ukrainian",
        r"(?:сторінк[аиу]|цієї сторінки|такої (?:новини|статті)|запис|стаття|статт[яюі]|новин[ауи]|матеріал|файл|документ|тем[аи]|форуму?|повідомлення|блог|відео|допис|товар)",
        r"(?:(?:не|більше не)\b[^.!?]{0,30}?(?:знайден[аоо]?|існує|доступн[аеийо]{1,2}|видалена)|(?:(?:більше|вже) )?недоступн[аеийо]{1,2}|(?:більше )?нема(?:є)?|(?:було |була |був )?(?:видалено|переміщено|перенесено|знято)|відсутня|не існує|видален[аоо]?(?: (?:автором|власником|користувачем|модератором|редакцією))?)"
        r"(?: або [^.!?]{0,40})?",
        r"(?:не (?:вдалося знайти|можемо знайти|знайдено))",
        r"не знайдено|такої сторінки (?:не існує|немає|нема)",
        (
            "Сторінку не знайдено",
            "Новину видалено",
            "Допис видалено автором",
            "Сторінка не існує",
            "Такої сторінки не існує",
        ),
        ("Сторінка, яку не перегорнули",),
        also=r"(?:посилання|публікаці[яюї]|користувача?|акаунт|канал|профіль|фото|розділ|інформаці[яї])",
    ),
    Language(
        "Greek",
        r"(?:η |το |ο )?(?:σελίδα|είδηση|δημοσίευση|άρθρο|αρχείο|περιεχόμενο|θέμα|βίντεο|ανάρτηση|προϊόν)",
        r"(?:(?:δεν|δε)\b[^.!?]{0,30}?(?:βρέθηκε|υπάρχει(?: πλέον| πια)?|διαθέσιμ[ηοα]|βρεθεί|μπόρεσε να βρεθεί)|έχει (?:διαγραφεί|αφαιρεθεί|μετακινηθεί|λήξει|αποσυρθεί)|διαγράφηκε|αφαιρέθηκε|καταργήθηκε)(?: από [^.!?]{1,24})?(?: ή [^.!?]{0,40})?",
        r"δεν (?:βρέθηκε|βρήκαμε|μπορούμε να βρούμε)(?: η| τη| την| το)?",
        r"δεν βρέθηκε",
        ("Το άρθρο έχει διαγραφεί", "Η σελίδα δεν βρέθηκε", "Δεν βρέθηκε η σελίδα"),
        ("Η σελίδα που γύρισε",),
        also=r"(?:η |το |ο )?(?:χρήστης|λογαριασμός|σύνδεσμος|ιστολόγιο|κείμενο|προφίλ|ομάδα|φωτογραφία|πρόγραμμα)",
    ),
    Language(
        "Turkish",
        r"(?:sayfa|sayfayı|sayfaya|sayfası|habere?|içeriği?|içeriğe|makaleyi?|içerik|makale|dosya|haber|adres|konu|video|ürün|mesaj|blog|profil|yazı)",
        r"(?:bulunamadı|ulaşılamıyor|mevcut değil|bulunmuyor|yok|kaldırılmış|silinmiş|yayından kaldırılm[ıi]ş(?:tır)?|(?:yayından )?kaldırıld[ıi]|(?:yazarı |kullanıcı |editör )?tarafından (?:silindi|kaldırıldı)|silindi|silinmiştir|mevcut değildir|(?:artık )?kullanılam[ıi]yor|(?:bulamadık|bulamıyoruz)|(?:taşınmış|silinmiş) veya (?:silinmiş|taşınmış|kaldırılmış)|bulunmamaktadır|(?:silinmiş|kaldırılmış|taşınmış) olabilir|mevcut olmayabilir|artık (?:mevcut )?"
        r"(?:değil|yok))(?: veya [^.!?]{0,40}|, adı değiştirilmiş[^.!?]{0,60})?",
        r"(?!)",
        r"bulunamadı|böyle bir (?:şey|sayfa|içerik|haber) yok|aradığınız (?:sayfa|içerik|haber) (?:bulunamadı|yok|mevcut değil|silinmiş (?:ya da|veya) (?:hiç )?[^.!?]{1,24})",
        (
            "Sayfa bulunamadı",
            "Aradığınız sayfa bulunamadı",
            "Bu sayfa mevcut değil",
            "Aradığınız içerik silinmiş olabilir",
            "Aradığınız sayfa silinmiş ya da hiç var olmamış",
        ),
        ("Sayfa sayfa İstanbul",),
        also=r"(?:kullanıcı|hesap|kanal|grup|yorum|ilan|bağlantı|kayıt)",
    ),
    Language(
        "Arabic",
        r"(?:هذه |هذا )?(?:ال)?(?:خبر|تدوينة|مشاركة|صفحة|مقالة?|محتوى|ملف|رابط|موضوع|فيديو|منتج|مدونة|منشور)",
        r"(?:غير (?:موجودة?|متوفرة?|متاحة?)(?: أو محذوفة?)?|لم ي?ت?عد (?:موجود[اةً]{0,2}|متاح[اةً]{0,2}|متوفر[اةً]{0,2})|انتهت صلاحيت(?:ها|ه)|(?:التي|الذي) (?:تبحث عنها?|طلبتها?|تحاول الوصول إليها?) غير (?:موجودة?|متوفرة?|متاحة?)|(?:تم|جرى) (?:حذفها?|نقلها?|إزالتها?)|حُ?ذفت?|لا توجد|لم يتم العثور عليها?|لم تعد موجودة|محذوفة?)",
        r"(?:لا يمكن العثور على|تع?ذ[ّ\u064e\u0651]*ر العثور على|لم (?:يتم العثور|نتمكن من العثور|نعثر) على)",
        r"غير موجودة?|لم يتم العثور على (?:ال)?صفحة(?: المطلوبة)?|(?:لقد )?(?:تم|جرى) (?:حذف|إزالة) (?:هذه|هذا|ال)[^.!?]{1,20}",
        (
            "عفوا، لم يتم العثور على الصفحة المطلوبة",
            "تم حذف هذا المقال",
            "الصفحة غير موجودة أو تم نقلها",
            "الصفحة غير موجودة",
            "لم يتم العثور على الصفحة",
        ),
        ("الصفحة الأخيرة من رواية",),
        also=r"(?:ال)?(?:مستخدم|حساب|قصة|صورة|عنوان|تقرير)",
    ),
    Language(
        "Hebrew",
        r"(?:ה)?(?:כתבה|ידיעה|כתובת|תוכן|דף|עמוד|עמוד המבוקש|דף המבוקש|כתבה|נושא|סרטון|מוצר|פוסט|הודעה)",
        r"(?:(?:ה?זה |ה?זו |ה?זאת )?(?:כבר )?(?:לא|אינו|אינה) (?:זמי(?:ן|נה)|קיימת?|פעילה?|נמצאת?)(?: יותר| עוד)?|שחיפש(?:ת|תם) (?:לא נמצאה?|אינ[וה] (?:זמי(?:ן|נה)|קיימת?)(?: יותר)?)|הועברה? או נמחקה?|לא (?:נמצא|קיים|נמצאה|קיימת)|אינו קיים|אינה קיימת|שביקשת לא נמצא|שחיפשת לא נמצא|(?:שחיפשת|שביקשת) (?:אינו|אינה|לא) (?:קיים|קיימת)|(?:הוסרה?|נמחקה?)(?: (?:מהאתר|מהמערכת|על ידי [^.!?]{1,20}))?)",
        r"לא (?:מצאנו|נמצא) (?:את )?",
        r"לא נמצא",
        ("הכתבה הוסרה מהאתר", "הדף לא נמצא", "העמוד המבוקש לא נמצא", "הכתבה אינה קיימת"),
        ("הדף הראשון ביומן",),
        also=r"(?:ה)?(?:משתמש|קישור|בלוג|פרופיל|תמונה)",
    ),
    Language(
        "Persian",
        r"(?:(?:این|آن) )?(?:آدرس|یادداشت|محتوا(?:ی)?|برگه|صفحه|صفحه‌ی|صفحه‌ای|مطلب|خبر|مقاله|فایل|موضوع|ویدیو|محصول|نوشته|پست)(?: ?(?:‌?ای )?که (?:به )?دنبال آن (?:هستید|بودید))?(?: (?:مورد نظر|درخواستی|وارد شده))?(?: شما)?",
        r"(?:(?:دیگر )?(?:در سایت |در این سایت )?(?:یافت نشد|پیدا نشد|وجود ندارد|موجود نیست|در دسترس نیست|موجود نمی‌باشد)|(?:منتقل یا |توسط [^.!?]{1,20} )?حذف شده(?: است)?|حذف گردیده است|منقضی شده است)",
        r"(?!)",
        r"یافت نشد|پیدا نشد",
        ("صفحه یافت نشد", "صفحه مورد نظر پیدا نشد", "خبر مورد نظر یافت نشد"),
        ("صفحه اول روزنامه‌ها",),
        also=r"(?:(?:این|آن) )?(?:کاربر|پیوند|وبلاگ|گزارش|ویدئو)",
    ),
    Language(
        "Hindi",
        r"(?:आप जिस |यह |वह |ये )?(?:समाचार|आलेख|ब्लॉग|पन्ना|पृष्ठ|पेज|लेख|ख़?बर|ख\u093cबर|सामग्री|वीडियो|पोस्ट)(?: की तलाश कर रहे हैं(?: वह)?| को (?:आप )?(?:ढूंढ|खोज) रहे हैं(?: वह)?)?",
        r"(?:(?:अब )?(?:उपलब्ध|मौजूद) नहीं (?:है|हैं)|समाप्त हो (?:गया|गई|चुका|चुकी) है|को (?:स्थानांतरित या )?हटा (?:दिया|दी) (?:गया|गई)(?: है)?|नहीं मिला|नहीं मिली|मौजूद नहीं(?: है)?|उपलब्ध नहीं है|नहीं है|(?:हटा|मिटा) (?:दिया|दी) (?:गया|गई)(?: है)?|हटाया (?:गया|जा चुका)(?: है)?)",
        r"(?!)",
        r"नहीं मिला",
        ("यह ख़बर हटा दी गई है", "यह लेख हटा दिया गया है", "पृष्ठ नहीं मिला", "यह पेज उपलब्ध नहीं है"),
        ("पृष्ठ दर पृष्ठ भारत",),
        also=r"(?:उपयोगकर्ता|रिपोर्ट)",
    ),
    Language(
        "Thai",
        r"(?:ลิงก์|โพสต์|หน้า|หน้าเว็บ|หน้านี้|เนื้อหา|บทความ|ไฟล์|กระทู้|วิดีโอ|สินค้า|ข่าว)(?:ที่คุณ(?:ต้องการ|ค้นหา|กำลังค้นหา|ร้องขอ))?",
        r"(?:นี้)?(?:(?:ได้)?ถูกย้าย(?:หรือลบ)?(?:ไป)?(?:แล้ว)?|หมดอายุ(?:แล้ว)?|ไม่มีให้บริการ(?:แล้ว)?|ไม่มี(?:อยู่)?(?:ในระบบ)?(?:แล้ว|จริง)?|ไม่พร้อมใช้งาน(?:แล้ว)?|อาจถูกลบ[^.!?]{0,30}|ไม่พบ|ไม่มีอยู่|ไม่มี|(?:ได้)?ถูกลบ(?:ออก)?(?:ไป)?(?:แล้ว)?|ไม่พร้อมใช้งาน)",
        r"(?:เรา)?ไม่(?:พบ|มี)",
        r"ไม่พบหน้า(?:เว็บ)?(?:ที่คุณ(?:ต้องการ|ค้นหา|ร้องขอ))?",
        ("บทความนี้ถูกลบแล้ว", "ไม่พบหน้าที่คุณต้องการ", "ไม่พบหน้า"),
        ("หน้าแรกของหนังสือพิมพ์",),
        space=" ?",
        also=r"(?:ผู้ใช้|บล็อก)",
    ),
    Language(
        "Vietnamese",
        r"(?:đường dẫn|địa chỉ|bản tin|tin tức|trang|bài viết|bài|nội dung|tệp|liên kết|chủ đề|video|sản phẩm|tin)(?: (?:này|bạn (?:tìm|yêu cầu|đang tìm)|web))*",
        r"(?:(?:đã |hiện )?không (?:còn )?(?:khả dụng|có sẵn|hoạt động|tồn tại|truy cập được)|đã (?:bị )?(?:di chuyển|hết hạn|thay đổi)(?: hoặc [^.!?]{0,20})?|đã bị (?:tác giả )?(?:gỡ(?: bỏ| xuống)?|xóa|xoá)|không (?:tồn tại|tìm thấy|được tìm thấy|có sẵn|khả dụng)|đã bị (?:xóa|xoá|gỡ)|không còn tồn tại)"
        r"(?: hoặc [^.!?]{0,40})?",
        r"(?:chúng tôi )?không (?:tìm thấy|thể tìm thấy|tồn tại)",
        r"không tìm thấy",
        ("Không tìm thấy trang", "Trang không tồn tại", "Trang bạn yêu cầu không tồn tại"),
        ("Trang nhật ký thời chiến",),
        also=r"(?:người dùng|tài khoản|câu chuyện|blog|hình ảnh|kênh|nhóm|bình luận)(?: này)?",
    ),
    Language(
        "Indonesian and Malay",
        r"(?:tautan|alamat|informasi|halaman|laman|artikel|konten|kandungan|berita|file|topik|video|produk|postingan|tulisan)(?: (?:ini|tersebut|yang (?:anda |kamu )?(?:sedang )?[a-z]{3,10}))*",
        r"(?:(?:sudah )?(?:tidak|tak) (?:lagi )?(?:ada|tersedia|aktif|dapat diakses)(?: lagi)?|(?:sudah |telah )?kedaluwarsa|(?:telah|sudah) (?:dipindahkan|diturunkan|dicabut|diarsipkan)|tidak (?:ditemukan|ada|tersedia|dapat ditemukan|dijumpai|ditemui|wujud)|tak ditemukan|(?:telah|sudah) (?:dihapus|dipadam|dipadamkan|dibuang|dialihkan))(?: oleh [^.!?]{1,20})?(?: atau [^.!?]{0,40})?",
        r"tidak (?:dapat )?menemukan",
        r"tidak ditemukan|tidak dijumpai",
        (
            "Artikel ini telah dipadam",
            "Halaman tidak ditemukan",
            "Halaman yang Anda cari tidak ditemukan",
            "Laman tidak dijumpai",
        ),
        ("Halaman rumah kami di desa",),
        also=r"(?:pengguna|akun|blog|gambar|kanal|grup|komentar|cerita)(?: (?:ini|tersebut))?",
    ),
    Language(
        "Slovenian",
        r"(?:strani?|članek|vsebina|datoteka)",
        r"(?:(?:ni|ne)\b[^.!?]{0,30}?(?:najdena?|obstaja|voljo|mogoče najti))",
        r"(?:ne najdemo|nismo našli|ni mogoče najti)",
        r"ni najdena?",
        ("Stran ni bila najdena", "Stran ne obstaja"),
        ("Stran od doma",),
    ),
    Language(
        "Estonian",
        r"(?:lehte|lehekülge|lehekülg|leht|artiklit)",
        r"(?:ei (?:leitud|leidu|eksisteeri|ole (?:olemas|saadaval)))",
        r"(?:me ei leidnud)",
        r"ei leitud",
        ("Lehte ei leitud", "Lehekülge ei leitud"),
        ("Leht langeb puult",),
    ),
    Language(
        "Latvian",
        r"(?:lapa|raksts|saturs)",
        r"(?:nav (?:atrast[as]|pieejam[as])|neeksistē|netika atrasta)",
        r"(?:nevar atrast)",
        r"nav atrast[as]",
        ("Lapa nav atrasta", "Lapa neeksistē"),
        ("Lapa no dienasgrāmatas",),
    ),
    Language(
        "Lithuanian",
        r"(?:puslapis|puslapio|straipsnis|turinys)",
        r"(?:neras(?:tas|tasis)|neegzistuoja|nėra|nebuvo rastas)",
        r"(?:nepavyko rasti)",
        r"nerasta(?:s)?",
        ("Puslapis nerastas", "Puslapis neegzistuoja"),
        ("Puslapis iš istorijos",),
    ),
    Language(
        "Catalan",
        r"(?:la )?(?:pàgina|article|contingut|notícia|entrada)",
        r"(?:no (?:s'ha )?(?:trobat|trobada|existeix|està disponible)|(?:ha estat|s'ha) (?:eliminat|esborrat|mogut)(?:da|ada)?)",
        r"(?:no s'ha (?:pogut )?trob(?:at|ar)|no hem trobat)",
        r"no trobat",
        ("Aquest article ha estat eliminat", "Pàgina no trobada", "No s'ha trobat la pàgina"),
        ("La pàgina de la vida",),
    ),
    Language(
        "Armenian, Azerbaijani, Basque, Bengali, Galician, Georgian, Icelandic, Tamil, Urdu and others",
        r"(?!)",
        r"(?!)",
        r"(?!)",
        r"síðan? (?:fannst|finnst) ekki|síðan er ekki til|faqja nuk (?:u gjet|ekziston)|страницата не (?:е пронајдена|постои)|"
        r"გვერდი (?:ვერ მოიძებნა|არ არსებობს)|էջը (?:չի գտնվել|գոյություն չունի)|səhifə (?:tapılmadı|mövcud deyil)|"
        r"ez da orri(?:a|aldea) aurkitu|orri(?:a|aldea) ez da (?:aurkitu|existitzen)|(?:a )?páxina (?:non atopada|non existe)|"
        r"(?:দুঃখিত,? )?(?:[^.।]{1,30} )?(?:পৃষ্ঠা(?:টি)?|পাতা(?:টি)?|পেজ(?:টি)?|সেটি) (?:খুঁজে )?পাওয়া যায়নি|"
        r"(?:[^.।]{1,30} )?(?:পৃষ্ঠাটি|পাতাটি|পেজটি|লেখাটি|খবরটি|পোস্টটি)(?: খুঁজছেন তা)? (?:নেই|মুছে ফেলা হয়েছে|সরানো হয়েছে|সরিয়ে ফেলা হয়েছে)(?: বা [^.।]{1,30})?|"
        r"(?:[^.]{1,30} )?பக்கம் (?:கிடைக்கவில்லை|காணப்படவில்லை|இல்லை)|(?:مطلوبہ )?صفحہ (?:نہیں ملا|موجود نہیں(?: ہے)?)|"
        r"पृष्ठ सापडले नाही|పేజీ కనుగొనబడలేదు|പേജ് കണ്ടെത്തിയില്ല|ಪುಟ ಕಂಡುಬಂದಿಲ್ಲ|પૃષ્ઠ મળ્યું નથી|စာမျက်နှာ(?:ကို)? မတွေ့ပါ|រកមិនឃើញទំព័រ|"
        r"хуудас олдсонгүй|бет табылмады|sahifa topilmadi|ukurasa haukupatikana|hindi (?:nahanap|natagpuan) ang (?:page|pahina)|"
        r"(?:(?:tiu|la) )?(?:petita )?paĝo ne (?:trovita|estis trovita|ekzistas)|fannst (?:umbeðin )?síða ekki|"
        r"(?:[^.!?:]{1,40}, )?(?:(?:die )?(?:\S+ )?bladsy (?:(?:kon|is) )?nie (?:gevind(?: word)?|beskikbaar) nie|die bladsy bestaan nie|"
        r"(?:\S+ )?(?:бачын|старонк)[ау] (?:не (?:знайшлі|знойдзена|існуе)|немагчыма знайсь?ці)|پەڕە(?:ی \S+)? نەدۆزرایەوە|"
        r"(?:strona njeje so|bok njejo se) namakała?|(?:\S+ )?(?:strona|bok) njeda(?:jo)? s[oe] namakaś?ć?|ez da orri(?:rik|a|aldea) aurkitu|"
        r"(?:\S+ )?orria ezin da aurkitu|ní (?:bhfuarthas|aimsíodh) an leathanach|cha deach an duilleag a lorg|(?:\S+ ){0,2}барак (?:табылган жок|табылбады)|"
        r"страница(?:та)? (?:која \S+ \S+ )?не (?:е )?(?:најдена|пронајдена|постои)|(?:\S+ )?പേജ് കണ്ടെത്താ(?:നായില്ല|ൻ കഴിഞ്ഞില്ല|ന്‍ കഴിഞ്ഞില്ല)|"
        r"(?:\S+ ){0,3}(?:पान|पृष्ठ) (?:(?:मिळाले|सापडले) नाही|भेटिएन|फेला (?:परेन|पार्न सकिएन))|fann ikkje sida|sida(?: du \S+ etter)? (?:finst|vart) ikkje(?: funnen)?|"
        r"(?:s'u|nuk u) gjet faq(?:e|ja)|(?:por )?faqja(?: e \S+)? (?:s'u|nuk u) gjet(?: dot)?|ukurasa(?: \S+)? (?:haujapatikana|haukupatikana|haupo)|"
        r"(?:\S+ ){0,2}بەت تېپىلمىدى|(?:amma )?(?:\S+ )?səhifə tapılmadı|(?:pero )?non se atopou a páxina(?: solicitada)?|(?:хүссэн )?хуудас олдсонгүй)",
        (
            "Bladsy nie gevind nie",
            "Старонка не знойдзена",
            "Ez da orririk aurkitu",
            "Барак табылган жок",
            "S’u gjet faqe",
            "Fann ikkje sida",
            "Sida du leitar etter finst ikkje",
            "पान मिळाले नाही",
            "Samahani, ukurasa uliotafutwa haukupatikana",
            "Síða fannst ekki",
            "এই লেখাটি মুছে ফেলা হয়েছে",
            "গৃহীত পৃষ্ঠা খুঁজে পাওয়া যায়নি",
            "صفحہ نہیں ملا",
            "Səhifə tapılmadı",
        ),
        ("Sida av saka som ingen såg", "Die bladsy wat ek geskryf het", "Síðan kom vorið", "পৃষ্ঠা উল্টাই", "صفحہ اول"),
    ),
    Language(
        "Japanese",
        r"(?:(?:お探し|ご指定|アクセス|ご覧になろう(?:としている)?|要求された|指定された|該当|この|当該)(?:の|された|しようとした|しようと|とした|する)*)*"
        r"(?:web|ウェブ)?(?:ページ|記事|ファイル|コンテンツ|url|動画|ニュース|映像|番組|画像|ユーザー?|アカウント|プロフィール|掲示板|チャンネル|レシピ|質問|日記|アドレス|投稿|サイト|スレッド|トピック|ブログ|商品|作品|エントリー?)(?:(?:または|や|もしくは|及び)(?:ページ|記事|ファイル|コンテンツ))?",
        r"(?:は|が|を)?(?:現在|すでに|既に)?(?:移動(?:または|、|・|もしくは|や|か)削除[^。]{0,20}|存在しなくなりました|(?:現在)?(?:ご覧|ご視聴|ご利用)(?:に|いただけ)(?:なれ)?ません|視聴できません|ございません|(?:投稿者|作成者|管理者|運営)(?:により|によって)削除[^。]{0,20}|見つかりません(?:でした)?|みつかりません(?:でした)?|見つけることができませんでした|存在しません(?:でした)?|"
        r"存在しない[^。]{0,30}|ありません(?:でした)?|(?:現在)?表示できません(?:でした)?|削除され(?:ました|ています|た(?:か|可能性|ため|もの)[^。]{0,20})|公開(?:を|期間が)?終了[^。]{0,12}|"
        r"移動(?:した)?か[^。]{0,20}|(?:の)?(?:掲載|公開|配信|表示)(?:期間)?(?:は|が|を)?終了[^。]{0,12}|閉鎖され(?:ました|ています)|not found)",
        r"(?=.{0,40}(?:です|でした|ません|ました))(?:存在しない|見つからない)",
        r"(?:この)?ページは(?:移動|変更)(?:または|、|・|もしくは|や)削除[^。]{0,16}|このページはご利用いただけません|見つかりません(?:でした)?|存在しません|お探しのもの[^。]{0,12}見つかりません(?:でした)?",
        (
            "ページが見つかりません",
            "お探しのページは見つかりませんでした",
            "このページは存在しません",
            "記事は削除されました",
            "お探しのページは移動または削除された可能性があります",
        ),
        ("ページをめくる夏の本", "見つからない駅の物語"),
        space="",
    ),
    Language(
        "Korean",
        r"(?:(?:요청하신|찾으시는|존재하지 않는|해당|이|삭제된|잘못된|요청한) ?)*(?:웹 ?)?(?:페이지|게시물|게시글|기사|문서|콘텐츠|글|주소|파일|게시판|블로그|카페|동영상|영상|상품|채널|대상|항목|자료|내용|사용자|회원|계정|뉴스|링크|사진|댓글|방송|프로필|작품)",
        r"(?:를|을|가|이|는|은)? ?(?:찾을 수 (?:없습니다|없어요|없음)|존재하지 않(?:습니다|는[^.]{0,12})|삭제되었[^.]{0,24}|없습니다|"
        r"사용할 수 없습니다|(?:이동되었거나 )?삭제(?:되었습니다|됨)|만료되었습니다|(?:더 이상|현재)[^.]{0,20})",
        r"(?=[^.]{0,80}(?:입니다|습니다|합니다|이에요|예요|요청))(?:[^.]{1,16}거나 )?(?:존재하지 않거나|삭제(?:되었거나|되거나)[^.]{0,12}|존재하지 않는|찾을 수 없는|접근할 수 없는|유효하지 않은|(?:작성자가|언론사(?:의)? 요청(?:으로|에 의해)|관리자가|이용자가|운영원칙에 의해) ?삭제(?:된|한)|만료된|삭제된|없는)",
        r"찾을 수 없습니다|찾을 수 없음|잘못된 (?:주소|경로|url|링크)(?:입니다)?|존재하지 않는 페이지(?:입니다)?",
        (
            "페이지를 찾을 수 없습니다",
            "요청하신 페이지를 찾을 수 없습니다",
            "존재하지 않는 게시물입니다",
            "삭제된 게시글입니다",
            "잘못된 주소입니다",
        ),
        ("페이지를 넘기는 아이들", "이 기사는 우리 마을 이야기다"),
        space=" ?",
    ),
    Language(
        "Chinese",
        r"(?:页面|頁面|网页|網頁|页|頁|文章|内容|內容|帖子|贴子|贴|帖|信息|資訊|资讯|资源|資源|链接|鏈接|連結|地址|网址|網址|文件(?:或目录|或目錄)?|"
        r"檔案|主题|主題|记录|記錄|数据|資料|圖文|图文|東西|东西|文档|文檔|版块|版塊|板块|博文|訊息|討論串|"
        # what stories are about, too: only after a pointer (该, 此, 您的), or if it is said not to exist
        rf"(?:(?<=[该該此这這个個条條篇本的部您你，])(?:{_TOLD_OF})|(?:{_TOLD_OF})(?=可能|已失效|已过期|已過期|并?不存在|並不存在|未找到|找不到|没有找到|沒有找到)))",
        r"(?:可能|似乎|目前|现在|暂时)?(?:(?:已经|已經|已)?(?:不存在|并不存在|並不存在|未找到|找不到|没有找到|沒有找到|无法找到|無法找到|没找到|"
        r"不见|不見|丢失|遺失|走丢|走失|走丟|迷路|飞走|飘走|取消分享|失效|(?:过期|過期|到期)(?:(?:并|並|已|被)?(?:下架|下线|下線|删除|刪除))?|无效|無效)|(?:(?:暂时|暫時)?(?:无法|無法)(?:访问|訪問|显示|顯示)|正在(?:审核|審核)中?)或(?:(?:已经|已經|已)?被?(?:删除|刪除|移除)|不存在)|(?:(?:已经|已經|已)(?:被)?|被)(?:其)?(?:发布者|發佈者|作者|管理员|"
        r"管理員|系统|系統|用户|原作者|楼主)?(?:主动|自行)?(?:删除|刪除|下架|移除|撤销|撤下|隐藏|隱藏|清除|關閉|关闭|注销|下线|下線|屏蔽|和谐))(?:了)?",
        r"(?:(?:我们|我們|系统)?(?:(?:没有|沒有|未能|未|无法|無法|不能|没|沒)找到|查无|查無|无此|無此|找不到)(?:了)?)",
        r"(?:页面|頁面)?(?:走丢|走失|走丟|迷路|飞走|飘走)了?|作者已?(?:删除|刪除)(?:了)?(?:此|该|該|这篇|本)?(?:文章|内容|內容|作品|帖子)|(?:什么|什麼)(?:也|都)(?:没有|沒有|没找到)|(?:没有|沒有)(?:此|该|這個|这个)(?:页面|頁面|"
        r"网页|網頁|文章|内容)|(?:指定的|該|该)?(?:主题|主題|帖子)不存在或已被[删刪]除或正在被[审審]核|(?:您|你)?(?:来|來)(?:晚|遲)了|稿件已(?:被)?(?:撤回|撤稿|下线)|(?:该|此|本)(?:稿件|报道|文章|新闻)因故(?:被|已)?(?:撤回|下线|删除|撤下)|(?:视频|稿件)?投稿者已删除(?:了)?(?:该|此)?(?:视频|稿件)|(?:视频|视频好像)不见了[?？]?|(?:(?:您|你)(?:所)?(?:访问|查看)的)?(?:词条|條目|条目)(?:尚未|还未|還未)(?:收录|收錄|创建|建立)|(?:该|此)(?:微博|视频|内容|文章|帖子)因(?:被)?[^。！]{1,40}已被?(?:删除|下架|屏蔽)|此?链接?分享(?:的)?(?:内容|文件)可能因为?涉及[^。！]{1,40}|404|此路不通[\s_-]*|(?:(?:您|你)(?:所)?(?:访问|訪問|输入|輸入|请求|請求)的)?(?:页面|頁面|网页|網頁)?(?:地址|网址|網址)(?:有误|有誤|错误|錯誤|不正确|不正確)|"
        r"(?:您|你)(?:似乎)?(?:来到|來到|到达)(?:了)?(?:没有|沒有)[^。！]{1,12}的(?:荒原|世界|地方)|(?:无法|無法|不能)(?:打开|打開|显示|顯示|访问|訪問)(?:此|该|該|(?:您|你).{0,6}的)?(?:网页|網頁|页面|頁面|页|頁)|(?:该|此|您访问的|你访问的)?(?:页面|頁面|网页|網頁|网址|網址)(?:暂时|暫時)?(?:无法|無法)(?:访问|訪問|显示|顯示|打开|打開)",
        (
            "页面不存在",
            "抱歉，您访问的页面不存在或已被删除",
            "找不到網頁",
            "很抱歉，您要访问的文章已被作者删除",
            "该内容已被发布者删除",
            "抱歉，指定的主题不存在或已被删除或正在被审核",
            "您查看的页面走丢了",
            "你似乎来到了没有知识存在的荒原",
            "您访问的页面可能已被移除、名称已更改或无法打开",
            "抱歉，您要尋找的網頁不存在於此網誌",
            "您要浏览的页面无法访问或不存在",
            "文章正在审核中或已被删除",
            "很抱歉，您所查閱的新聞不存在",
            "稿件已撤回",
            "此新聞已過期下架",
            "视频投稿者已删除该视频",
            "抱歉，您所访问的词条尚未收录",
            "页面没有找到 5秒钟之后将会带您进入首页",
        ),
        (
            "被删除的帖子与不存在的村庄",
            "消失的村庄",
            "404文库：被删除的文章",
            "为什么文章总是被下架",
            "微博删除",
            "下架",
            "删除",
        ),
        space="",
    ),
)

# What stands before and around such a sentence: "Oops!", "Error 404:", "Sorry, but". No letter may follow a word of
# these.
_EXCLAIMED = (
    r"error|errore|erreur|erro|fehler|fout|fel|fejl|feil|virhe|błąd|chyba|hiba|eroare|greška|грешка|ошибка|помилка|σφάλμα|hata|"
    r"خطأ|خطای?|שגיאה|त्रुटि|lỗi|kesalahan|ralat|oo+ps(?:y|ie)?|upsi|aïe|aie|ouille|ay|ups|uups|oups|whoops(?:y|ie)?|uh[ -]oh|yikes|zoinks|hmm+|hrm+|aw+|"
    r"oh (?:dear|no|snap)|dang|sorry|we'?re sorry|hoppla|huch|nanu|entschuldigung|es tut uns leid|tut uns leid|leider|oeps|helaas|het spijt ons|maar|barkatu|sentímolo|przykro nam|ale|pardonu|"
    r"ops|hopps(?:an)?|hups(?:ista)?|oi|oj|ojdå|tyvärr|beklager|pahoittelut|valitettavasti|hoppá|sajnáljuk|jejda|omlouváme se|bohužel|ľutujeme|"
    r"przepraszamy|niestety|lo sentimos|lamentablemente|desafortunadamente|unfortunately|malheureusement|dommage|purtroppo|infelizmente|dessverre|desværre|sajnos|din păcate|schade|jammer|nažalost|לצערנו|للأسف|perdón|disculpa|vaya|nous sommes désolés|désolée?|zut|siamo spiacenti|spiacenti|"
    r"desculpe|lamentamos|eita|ne pare rău|žao nam je|žal|нажалост|к сожалению|извините|упс|ой|на жаль|вибачте|съжаляваме|"
    r"ζητάμε συγνώμη|αλλά|λυπούμαστε|συγγνώμη|ωχ|ουπς|üzgünüz|maalesef|عذرا|عذراً|عفوا|عفواً|מצטערים|אופס|متاسفیم|متأسفیم|متاسفانه|متأسفانه|क्षमा करें|माफ़ करें|दुःखित|xin lỗi|"
    r"rất tiếc|maaf|kahjuks|atsiprašome|diemžēl|ho sentim|দুঃখিত|மன்னிக்கவும்|معذرت"
)
_AROUND_WORDS = rf"(?:{_EXCLAIMED}|http|status|code|but|mais|pero|aber|но|4(?:04|10)(?:\.\d\d?)?(?: page)?)(?!\w)"
_AROUND_SIGNS = (
    r"(?:ข้อผิดพลาด|ขออภัย|ขอโทษ|エラー|오류|죄송합니다|错误|錯誤|参数错误|參數錯誤|信息提示|提示信息|系统提示|提示|出错了|出錯了|出错啦|非常抱歉|肥肠抱歉|十分抱歉|很抱歉|抱歉|对不起|"
    r"對不起|哎呀|糟糕|啊哦|啊叻|呃|很遗憾|申し訳ございません|申し訳ありません|404(?!\d)|[\u064b\s!,.:;…~～¡¿，。！：、،|/()（）‘’\"'–—\u2600-\u27bf\ufe0f\U0001f000-\U0001faff-])"
)
_AROUND = f"(?:{_AROUND_WORDS}|{_AROUND_SIGNS})*+"
_DETERMINER = (
    r"(?:the|this|that|your|an?|las?|les?|l'|cette|cet|ce|el|los|est[ae]|die|der|das|diese[rs]?|il|lo|quest[ao]|"
    r"o|de|het|deze|den|det|dette|detta|denn[ae]|acest|t[aoe]n?|tato|táto|az?|ez az|aceast[aă]|эт(?:а|от|о)|данн(?:ая|ый|ое)|ця|цей|це|bu|هذه|ova|ovaj|тази|η|αυτή η|यह|"
    r"您|你|妳|我们|该|該|此|这个|這個|本|这篇|這篇|此篇|该篇|該篇|这条|這條|相关|相關|指定的|本篇)"
)
# What a title of a story may begin with, and no such sentence does.
_NO_STORY = (
    r"(?!(?:why|how|when|what|who|where|if|because|since|although|while|as|my|our|his|her|their|warum|wie|wenn|mein\w*|pourquoi|comment|mon|ma|mes|"
    r"por qué|cómo|mi|perché|come|mio|mia|почему|как|когда|мой|моя)\b)"
)
_FILLER = r"[^.!?。！？]{0,60}?"
_TAIL = r"[^.!?。！？:：]{0,60}?"  # behind a colon a story begins
# “… on our site”, “…, perhaps it never did”, “…, please use the search”, in the languages that part words by spaces.
_ON = (
    r"(?: (?:on|from|in|at) (?:our|this) (?:website|web ?site|site|server|system|database|collection|archive|catalogue|library|store)| (?:auf|von|in) (?:unserer|dieser|unserem) \w{4,12}| (?:sur|de) (?:notre|ce) (?:site|serveur)(?: web)?| (?:en|de) (?:nuestro|este|nuestra) (?:sitio|web|portal|página)(?: web)?|"
    r" (?:su|sul|dal|nel) (?:questo|nostro) (?:sito|portale)| (?:em|no|do|neste) (?:nosso |este )?(?:site|portal)| (?:op|van) (?:onze|deze) (?:website|site)| på (?:vår|våra|den här|vores|våre|denne|vårt|dette) \w{4,14}| (?:sivustollamme|sivuillamme|sivustolta|sivuiltamme)|"
    r" (?:w|z) (?:naszym|naszego|tym) (?:serwisie|serwisu|portalu)| na (?:našem|tomto|našich) (?:webu|stránkách)| pe (?:acest site|site-ul nostru)| (?:az )?oldalunk(?:on|ról)| (?:на|с) (?:(?:нашем|этом|данном|нашего) )?(?:сайте?|портале)| (?:на|з) (?:(?:нашому|цьому) )?(?:сайті?|порталі)|"
    r" (?:av|af) (?:forfatteren|författaren|redaksjonen|redaktionen|brukeren|brugeren|användaren|eieren|ejeren|ägaren)| (?:vom|von der|von) (?:autor|verfasser|redaktion|nutzer|benutzer|betreiber|urheber)\w{0,4}|"
    r" (?:στον|από τον) ιστότοπ[οό](?: μας)?| di (?:situs|website|laman) (?:kami|ini)| trên (?:trang|website|hệ thống)(?: này| của chúng tôi)?| (?:في|على|من) (?:هذا |ال)?(?:موقع(?:نا)?)|(?: in this version| в этой версии))?"
    r"(?:,? (?:perhaps|maybe|possibly|please|vielleicht|möglicherweise|bitte|peut-être|veuillez|merci de|quizás?|tal vez|por favor|forse|per favore|talvez|misschien|alstublieft|kanske|måske|kanskje|ehkä|być może|proszę|możliwe|možná|prosím|"
    r"talán|kérjük|poate|vă rugăm|возможно|пожалуйста|можливо|будь ласка|ίσως|παρακαλώ|belki|lütfen|ربما|يرجى|ואולי|אולי|אנא|شاید|لطفا|silakan|silahkan|mungkin|vui lòng)(?!\w)[^.!?:]{0,70}?)?"
)
# “… or has been moved”, in any language.
_OR = (
    r"(?:,? (?:or|oder|ou|u|o|of|eller|tai|lub|nebo|alebo|vagy|sau|ili|или|либо|або|ali|või|vai|arba|ή|veya|və ya|یا|hoặc|atau|বা|या) | ?(?:أو|או|หรือ) ?)"
    r"[^.!?:。！？：]{0,60}?"
)
# Why a page is withheld: one that is not shown for such a reason is there. Complaints and claims remove pages; these do not.
_WITHHELD = (
    r"(?:legal|copyright|licen[cs]\w{0,3}|rights|regulatory|data protection|security|policy) (?:reasons?|restrictions?|grounds|requirements?)|"
    r"rechtlichen gründen|(?:sicherheits|lizenz|datenschutz|jugendschutz)gründen|raisons? (?:légales?|juridiques?|de (?:droits?|licence|sécurité))|"
    r"(?:motivos|razones|cuestiones) (?:legales|de (?:derechos|licencia|seguridad))|(?:motivi|ragioni) (?:legali|di (?:diritti|licenza|sicurezza))|"
    r"(?:motivos|razões) (?:legais|de (?:direitos|licença|segurança))|(?:juridische|wettelijke|auteursrechtelijke|veiligheids)(?: |-)?redenen|"
    r"(?:juridiska|rättsliga|rättighets|licens|säkerhets)\w{0,10} ?skäl|(?:juridiske|rettighets?|sikkerheds?|sikkerhets|lisens|licens)\w{0,10} ?(?:årsager|grunde|årsaker|hensyn)|"
    r"(?:oikeudellisista|tekijänoikeudellisista|tietoturva)\w{0,4} ?syistä|(?:względów|przyczyn|powodów) (?:prawnych|licencyjnych|bezpieczeństwa)|"
    r"(?:právnych|licenčných|bezpečnostných) dôvodov|(?:právních|licenčních|bezpečnostních) důvodů|"
    r"(?:jogi|biztonsági|licenc) okok|motive (?:legale|juridice|de (?:licență|securitate))|(?:правни|лицензионни) (?:причини|съображения)|авторск\w{1,3} прав|"
    r"(?:юридическ|правов|лицензионн)\w{2,3} (?:причин|ограничени)|(?:юридичн|правов|ліцензійн)\w{1,3} (?:причин|обмежен)|"
    r"(?:νομικούς|πνευματικών) |(?:yasal|hukuki|güvenlik) (?:nedenler|sebepler)|telif hak|(?:أسباب|لأسباب) (?:قانونية|أمنية)|حقوق النشر|دلایل (?:قانونی|امنیتی)|"
    r"סיבות (?:משפטיות|אבטחה)|זכויות יוצרים|lý do (?:pháp lý|bản quyền|bảo mật)|alasan (?:hukum|legal|hak cipta|keamanan)|"
    r"版权原因|版權(?:原因|因素)|法律原因|法律法[规規]|政策原因|著作権|法的(?:な)?理由|権利(?:上|の関係)|저작권|법적|"
    r"an appropriate representation of the requested resource|"  # 406, which Apache's firewalls answer with
    # in a country, for those who do not pay
    r"\b(?:in|from|for|at) your (?:country|region|location|territory|area|market)|\b(?:in|from|for) this (?:country|region|territory)|in (?:ihrem|deinem|ihrer|deiner|diesem|dieser) (?:land|region|gebiet|standort)|(?:dans|depuis) (?:votre|ton|ce|cette) (?:pays|région|territoire|zone)|"
    r"(?:en|desde) (?:su|tu|este|esta) (?:país|región|ubicación|zona|territorio)|n[oa] (?:seu|teu|sua) (?:país|região)|n(?:el|ella) (?:tuo|tua|suo|sua|vostro) (?:paese|zona|regione|area)|in (?:uw|je|jouw|dit) (?:land|regio)|(?:i|där|hvor) (?:ditt|dit|dette) land|"
    r"maassa(?:si|nne)|alueellasi|w (?:twoim|państwa|tym) kraju|ve vaší zemi|vo vašej krajine|országában|în țara|в (?:вашей|твоей|этой) (?:стране|области)|в вашем регионе|у (?:вашій|твоїй) країні|във вашата (?:държава|страна)|у вашој земљи|u vašoj zemlji|"
    r"στη χώρα|ülkenizde|bölgenizde|في (?:بلدك|منطقتك|بلدكم)|در (?:کشور|منطقه)|ב(?:מדינה|מדינת|אזור|ארצ)|(?:देश|क्षेत्र) में|ใน(?:ประเทศ|ภูมิภาค)|(?:ở|tại) (?:quốc gia|khu vực|nước)|di (?:negara|wilayah)|お住まいの|(?:国家|지역)에서|해당 (?:국가|지역)|(?:所在的?|您的)(?:国家|地区|國家|地區)|"
    r"\b(?:without|ohne|sans|sin|sem|senza|zonder|utan|uden|uten) (?:an? |ein |un |une |een |et |ett )?(?:abo|subscri|suscri|assinatura|abbonament|prenumeration)|"
    # for now, and for no other reason
    r"\A(?!.{0,160}\b(?:removed|moved|deleted|renamed|or|oder|entfernt|ou|supprimée?|eliminad[ao]|borrad[ao]|o|removid[ao]|rimoss[ao]|of|verwijderd|или|либо|удален[ао]?|або)\b)"
    r".{0,100}\b(?:temporarily|momentarily|vorübergehend|momentanément|temporairement|temporalmente|momentáneamente|temporariamente|temporaneamente|momentaneamente|tijdelijk|tillfälligt|midlertidigt?|tilapäisesti|tymczasowo|dočasně|dočasne|átmenetileg|temporar|временно|тимчасово|προσωρινά)\b|"
    # and what is said of a site, not of a page: that it is not there for now, or is screened off
    r"\b(?:site|service|server|store|shop)\b[^.!?]{0,30}\b(?:currently|temporarily|momentarily|at the moment|at this time|right now)\b|"
    r"(?:website|server|dienst|shop)\b[^.!?]{0,30}\b(?:derzeit|momentan|vorübergehend|zurzeit|tijdelijk|momenteel|tillfälligt|midlertidig)|"
    r"(?:site|serveur|service)\b[^.!?]{0,30}\b(?:temporairement|momentanément|actuellement)|(?:sitio|servidor|servicio)\b[^.!?]{0,30}\b(?:temporalmente|momentáneamente|actualmente|en este momento)|"
    r"(?:sito|servizio)\b[^.!?]{0,30}\b(?:temporaneamente|momentaneamente|al momento)|(?:site|serviço|servidor)\b[^.!?]{0,30}\b(?:temporariamente|momentaneamente|no momento)|"
    r"(?:сайт|сервис|сервер)\w{0,2}\b[^.!?]{0,30}(?:временно|в настоящее время)|сайт\w{0,2}\b[^.!?]{0,30}тимчасово|(?:网站|網站|站点|站點|本站)[^。]{0,8}(?:屏蔽|封禁|阻断|阻斷|拦截|攔截)"
)
_AFTER = r"(?:[\s!.…()~～，。！:：\u2600-\u27bf\ufe0f\U0001f000-\U0001faff-]|[，,；; ]请[^。！]{0,30}|404|\((?:[\w ]{1,12} )?#?4(?:04|10)\)?|\d{1,2} ?秒(?:钟|鐘)?[^。！!]{0,20}|了|啦|呢|哦|error|page)*"


def _patterns(language: Language) -> tuple[str, ...]:
    """Return what a language says."""
    return _spaced(language) if language.space else _unspaced(language)


def _spaced(language: Language) -> tuple[str, ...]:
    space = language.space
    before = f"(?:{language.before}){space}(?:{_FILLER}{space})??(?:{language.thing})(?:{_TAIL})?"
    opening = f"(?:{_DETERMINER}{space}|l')?"
    gone = f"{_NO_STORY}{opening}(?:[^.!?\\s]{{1,14}} ){{0,3}}?(?:{_thing_is_gone(language)})(?:{_OR})?"
    also = (f"{opening}(?:{_is_gone_too(language)})",) if language.also else ()
    return f"(?:{language.whole})", before, gone, *also


def _thing_is_gone(language: Language) -> str:
    clause = f"(?:{language.space}(?:{language.clause}{_FILLER}))??"
    return f"(?:{language.thing}),?{clause}{language.space}(?:{language.after})"


def _is_gone_too(language: Language) -> str:
    space = language.space
    said = f",?(?:{space}(?:{language.clause}{_FILLER}))??" if language.clause != _ANY_CLAUSE else ""
    return f"(?:{language.also}){said}{space}(?:{language.after})"


def _unspaced(language: Language) -> tuple[str, str, str]:
    thing = f"(?:{language.thing})"
    opening = r"(?:(?:您|你|妳)?(?:所|要|想|想要|正在)?(?:访问|訪問|浏览|瀏覽|查看|查阅|查閱|请求|請求|查找|寻找|尋找|查询|查詢|搜寻|搜尋|找|打开|打開|输入|輸入|搜索|点击|點選|观看|觀看|播放)(?:看)?的?|(?:您|你|妳)所?[要需]的)?"
    before = f"(?:{language.before})(?:{_DETERMINER}|要|所|想|访问|訪問|请求|請求|查看|的|相关|任何|符合[条條]件|对应|對應|指定)*{thing}"
    middle = f"{_DETERMINER}?{opening}{_DETERMINER}?{thing}{language.after}(?:[於于][此该該本](?:網誌|网志|網站|网站|博客|部落格))?(?:(?:、[^。！!、]{{1,12}}){{0,3}}、?或[^。！!]{{0,30}})?"
    return f"(?:{language.whole})", middle, before


_BEFORE = re.compile(_AROUND)
_SPACE = re.compile(r"\s+")
_MOST_STARTS = 12  # words before such a sentence
_OF_NO_WORDS = re.compile(r"https?:|www\.|[@#＃]")  # addresses and tags
_LATIN_LETTER = re.compile("[a-zª-ɏḀ-ỿ]")
_OTHER_LETTER = re.compile("[Ͱ-᷿⺀-\U000fffff]")


class _Sayings:
    """What is said in one language, which is compiled when a text may say it."""

    def __init__(self, words: str, expressions: Callable[[], Iterable[str]], tail: str = "") -> None:
        """Take words with the letters that the language is written with, and its sentences as regular expressions."""
        self._words, self._expressions, self._tail = words, expressions, tail

    def shares_letters(self, text: str) -> bool:
        """Return whether a text holds letters such as the language is written with: nothing is said without one."""
        return any(letter.search(text) for letter in self._letters)

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The sentences, each with what may follow."""
        return re.compile(normalize("NFC", f"(?:{'|'.join(self._expressions())}){self._tail}{_AFTER}"))

    @cached_property
    def _letters(self) -> list[re.Pattern[str]]:
        words = re.sub(r"\\.", "", self._words)
        return [letter for letter in (_LATIN_LETTER, _OTHER_LETTER) if letter.search(words)]


def _needed_of(language: Language) -> str:
    """Return a regular expression with the words that a text needs to say what a language says."""
    said = [f"(?:{language.before})(?:{language.thing})", f"(?:{language.thing})(?:{language.after})"]
    also = [f"(?:{language.also})(?:{language.after})"] if language.also else []
    return normalize("NFC", "|".join((language.whole, *said, *also)))


def _of_languages() -> Iterator[tuple[str, _Sayings]]:
    for language in LANGUAGES:
        words = f"{language.thing}|{language.whole}"
        yield _needed_of(language), _Sayings(words, partial(_patterns, language), _ON)
    for words in _phrases(alone=False):
        yield words, _Sayings(words, partial(tuple, (words,)), _ON)


def _of_phrases_alone() -> Iterator[tuple[str, _Sayings]]:
    for words in _phrases(alone=True):
        yield words, _Sayings(words, partial(tuple, (rf"(?:{words})\s?[?？]?",)))


def _phrases(*, alone: bool) -> Iterator[str]:
    return (normalize("NFC", words) for family in FAMILIES if family.alone is alone for _, words in family.says)


_SAID = Prefilter(_of_languages())
_SAID_ALONE = Prefilter(_of_phrases_alone())
_DIGITS = frozenset("۴٤۰٠۱١")  # of Persian and Arabic numbers: 404, 410
_LETTERS = str.maketrans("۴٤۰٠۱١", "440011")
_EXCLAMATION = re.compile(rf"(?:(?:{_EXCLAIMED})(?!\w)|{_AROUND_SIGNS})++")
_NUMBER = re.compile(_AROUND + r"(?:(?:page|seite|página|страница|页面|頁面|ページ)[\s!.)]*)?")


def is_only_number(text: str) -> bool:
    """Return whether a title or heading is no more than the number: `404`, `Error 404`, `404错误`."""
    text = _bare(text)
    return ("404" in text or "410" in text) and _NUMBER.fullmatch(text) is not None


def is_exclamation(text: str) -> bool:
    """Return whether a heading, in lower case, is no more than what stands before such a sentence: `Oops!`, `Sorry`."""
    return _EXCLAMATION.fullmatch(text) is not None


@cache
def _withheld() -> re.Pattern[str]:
    return re.compile(_WITHHELD)


@lru_cache(maxsize=4096)  # a name is asked for several times a page, a site's name on all its pages
def says_not_found(text: str) -> bool:
    """Return whether a title, a heading or a sentence, in lower case, says that a page is not there, and nothing else.

    One that is withheld for a reason of law, rights or safety is there.
    """
    text = _bare(text)
    if not 0 < len(text) <= _LONGEST:
        return False
    return is_only_number(text) or (_is_said(text, _SAID) and _withheld().search(text) is None)


@lru_cache(maxsize=4096)
def holds_not_found(text: str) -> bool:
    """Return whether a sentence, in lower case, says that a page is not there, if need be after some other words.

    Stories say so, too: it counts where a page has nothing but a notice.
    """
    text = _bare(text)
    sayings = _candidates(text, _SAID) if 0 < len(text) <= _LONGEST else []
    if not sayings or _OF_NO_WORDS.search(text) or _withheld().search(text):
        return False
    starts = [0, *(space.end() for space in _SPACE.finditer(text))][:_MOST_STARTS]
    return any(said.compiled.fullmatch(text, start) for said in sayings for start in starts)


@lru_cache(maxsize=4096)
def says_nothing_is_there(text: str) -> bool:
    """Return whether a text, in lower case, says that nothing is found, or that its reader went astray, and no more.

    Boxes of true pages say so, too: it counts where nothing names a story.
    """
    text = _bare(text)
    return 0 < len(text) <= _LONGEST and _is_said(text, _SAID_ALONE)


def _is_said(text: str, by_words: Prefilter[_Sayings]) -> bool:
    sayings = _candidates(text, by_words)
    before = _BEFORE.match(text) if sayings else None
    start = before.end() if before else 0
    return any(said.compiled.fullmatch(text, start) for said in sayings)


def _candidates(text: str, by_words: Prefilter[_Sayings]) -> list[_Sayings]:
    return [said for said in by_words.candidates(text) if said.shares_letters(text)]


def _bare(text: str) -> str:
    if not text.isascii():
        text = normalize("NFC", text).replace("i\u0307", "i")
        text = text if _DIGITS.isdisjoint(text) else text.translate(_LETTERS)
    if "(me" in text:
        text = text.replace("(mehr)", "mehr").replace("(meer)", "meer")
    return text.strip(" \t\"'“”「」[]()【】《》").replace("’", "'")
