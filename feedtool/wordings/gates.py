"""Words of pages that stand before a site's real pages: refusals, patience, members only; and those of hijackers. Pure.

A server shows such a page for every address, so that it is the same at a made-up one: that is no death. For each
language the stems of three kinds of words are given. They need not tell which kind a page is, only that it may be one:
a stem too many leaves a dead link `ok`, one too few calls a refusal broken.
"""

import re
from unicodedata import normalize

from feedtool.quick import quick
from feedtool.stems import Stems


@quick(frozen=True, slots=True)
class Gate:
    """The stems of a language, as regular expressions over lower-case text, with an example of each kind.

    ``refused``: the visitor, his address or his country is turned away. ``patience``: the site is being worked on, is
    overloaded, or wants the visitor to wait or to prove that he is human. ``members``: only those may read who belong
    to the site.
    """

    language: str
    refused: str
    patience: str
    members: str
    examples: tuple[str, str, str]

    def sees(self, text: str) -> bool:
        """Return whether a text in lower case holds one of the stems."""
        return re.search(f"{self.refused}|{self.patience}|{self.members}", text) is not None


GATES = (
    Gate(
        "any, by what such pages speak of: addresses and lists, the inconvenience, cards and numbers",
        r"\bip\b|black ?list|schwarze[nr]? liste|liste noire|list[ae] ner[ae]|lista (?:negra|neagr)|zwarte lijst|sv?art ?list|sortlist|svarteliste|czarn\w+ li[sś]|"
        r"ч[её]рн\w+ спис|чорн\w+ спис|černé(?:m|ho)? listin|čiern\w+ listin|crn\w+ list|tiltólist|feketelist|estolist|mustal\w+ list|kara liste|daftar hitam|senarai hitam|danh sách đen|黑名单|黑名單|"
        r"ブラックリスト|블랙리스트|القائمة السوداء|قائمة سوداء|لیست سیاه|רשימה (?:ה)?שחורה|μαύρη λίστα|बैन|แบน|baniert|\bbanido|\bbaneado|\bzbanowan|lizenzrechtlich|"
        r"(?:ご利用の|お客様の)国|国から|國家無法|国家无法|귀하의 국가|네트워크에서|from where you|your network|cleared to|visitors from|besuchern? aus|nicht zur verfügung|(?:les|pas de) droits pour|derechos de emisi|direitos de (?:exib|transmiss)|diritti di trasm|"
        r"outside (?:of )?(?:the|your|our)\b|(?:katsottavissa|nähtävillä|saatavilla|kuunneltavissa)[^.]{0,16} vain\b|(?:bara|endast) (?:visas|ses|tillgänglig\w*|ses) (?:i|inom)\b|kun (?:tilgængelig|tilgjengelig|ses|sees|vises) i\b|nur (?:in|innerhalb|aus) (?:von )?(?:deutschland|österreich|der schweiz|europa)|(?:alleen|enkel) (?:te (?:zien|bekijken) |beschikbaar )?(?:in|vanuit) (?:nederland|belgië|vlaanderen|europa)|visible uniquement|uniquement (?:en|depuis) |(?:visibile|disponibile) (?:solo|soltanto) (?:in|dall')|(?:tylko|wyłącznie) (?:na (?:terenie|terytorium)|w (?:pols|kraj|unii))|pouze na území|außerhalb (?:von|der|des)|hors d(?:e|u) |fuera de (?:su|tu|españa|méxico|nuestro)|dall'estero|fora d[oa] |za granic|poza (?:polsk|granic|kraj)|за пределами|за кордоном|поза межами|yurt ?dışı|"
        r"(?:日本)?国外|国内(?:から|で)?(?:のみ|限定)|국내에서만|해외|版权(?:原因|限制|方)|版權(?:原因|限制)|仅在[^。]{0,8}提供|僅在[^。]{0,8}提供|chỉ xem được|hanya dapat (?:dilihat|diakses)|خارج|mimo území|külföldről|από το εξωτερικό|utanför|utenfor|uden ?for|ulkomail|buiten (?:nederland|belgië|europa)|"
        r"dieses netzwerk|ce réseau|esta red\b|questa rete|этой сети|"
        # what is allowed, rights, checks that failed, and too many requests
        r"\bpermi(?:t|ss|s\b|so|tid)|permes|permet|permís|autoris|autoriz|дозвол|дазвол|разреш|позволен|dovol|dozvol|dopušt|povol|engedély|lubatud|õigus|sallit|lupaa|oikeu|επιτρ|άδεια|"
        r"tillat|tilladt|tillåt|tillate|erlaubt|zugelassen|toegestaan|\bizin|dozwol|zezwol|leid(?:žia|im)|teis(?:ė|i)|tiesīb|atļau|허용|허가|許可|مسموح|مجاز|أذون|اجازه|אישור|מורש|อนุญาต|สิทธิ์|"
        r"\bdroits?\b|\bjog(?:a|od|ot|osult)|hüquq|réttindi|heimild|csrf|(?:verificación|verificação|verifica|vérification|verifizierung|verificatie|verifiering|weryfikacj\w+|ověření|overenie|"
        r"overitev|preverjanj\w+|tarkist\w+|tarkast\w+|ellenőrzés|επαλήθευση|επικύρωση|проверк\w+|перевірк\w+|праверк\w+|патврд\w+|verifikacij\w+|patikrin\w+|检验|検証|검증|تحقق|اعتبارسنجی|تصدیق)|"
        r"privileg|привилег|прав[ао]? (?:доступ|приступ)|prava pristup|rettighed|rettighet|rättighet|berechtigung|permisos|permess[io] |drepturi|uprawnie|pravice|oprávněn|jogosultság|"
        r"rechtlichen gründen|inusual|ungewöhnlich|inhabituel|insolit|incomum|atípic|ongebruikelijk|nietypow|neobvykl|ovanlig|usædvanlig|uvanlig|epätavallis|szokatlan|neobișnuit|необычн|незвичн|ασυνήθιστ|olağan ?dışı|غير (?:عادي|معتاد)|غیر ?عادی|חריג|असामान्य|tidak biasa|bất thường|ผิดปกติ|通常と異なる|too many|zu viele|trop de|muchas? (?:solicitud|petici)|demasiad|muit[ao]s (?:solicita|requeri|pedido)|tropp[ei] richiest|te veel|för många|for mange|"
        r"liian (?:monta|paljon)|zbyt wiele|(?:příliš|príliš) (?:mnoho|veľa)|túl sok|prea (?:multe|mulți)|pre(?:više|več|mnogo) (?:zaht|upit)|превише|твърде много|слишком много|забагато|"
        r"πάρα πολλ|çok fazla|عدد[^.]{0,6} كبير|كثير|بیش از حد|יותר מדי|liiga palju|pārāk daudz|per daug|\bmassa (?:sol|pet)|terlalu banyak|quá nhiều|มากเกินไป|过于频繁|過於頻繁|太多|多すぎ|너무 많",
        r"inconvenien|unannehmlichkeit|désagrément|gêne occasionnée|molestia|disagio|incómodo|transtorno|ongemak|besvär|ulej?lig|ulemp|häiriö|utrudnieni|niedogodno|potíže|nepríjemnost|kellemetlen|elnézés|neplăcer|"
        r"неудобств|незручност|неприятност|ταλαιπωρ|rahatsızlık|anlayışınız|ketidaknyamanan|kesulitan|bất tiện|不便|见谅|見諒|谅解|諒解|ご迷惑|불편|الإزعاج|نعتذر|אי הנוחות|שיפוצ|ความไม่สะดวก|شکیبایی|پوزش|असुविधा|"
        r"off the air|out of (?:service|order)|(?:a few|several|some|couple of) hours|(?:einige|wenige) stunden|(?:quelques|plusieurs) heures|(?:unas|algunas|varias) horas|algumas horas|(?:qualche|alcune) or[ae]|kilka godzin|несколько часов|кілька годин|birkaç saat|几小时|數小時|数時間|몇 시간|"
        r"überarbeite|morgen wieder|fait peau neuve|fuera de (?:servicio|línea)|fora do ar|hors service|fuori servizio|(?:nuovo|di nuovo) online|wróci|ремонт|откроемся|arıza|sự cố|gangguan|调试|調試|改日|障害|停止中|장애|故障|porucha|driftstopp|driftsforstyrr|käyttökatko|výpadek|výpadok|avarie|повред|βλάβη|عطل|اختلال|תקלה|ขัดข้อง|ngoại tuyến|"
        r"make sure (?:that )?you(?:'re| are)|you(?:'re| are) a (?:person|human)|hang tight|having a (?:rest|nap|break)|giving[^.]{0,20} (?:love|rest)|macht (?:gerade )?(?:eine )?pause|patience|geduld|lavorando per|mejoras en|melhorias|ulepszen|yenileniyor|diperbaiki|"
        r"verbouw|byter server|opgradere|oppgradere|poissa käytöst|mimo provoz|fejlesztés alatt|サーバー?工事|停止しております|نعمل على|ارتقا|อัปเกรด|εργασίες|lucrăm la|работим по|"
        r"(?:sur|au) le serveur|techniciens|technicians|engineers|técnicos|tecnici",
        r"(?:subscriber|membership|member|card|account) (?:number|id|card)|\bmit abo\b|\babo\b|(?:digital|probe|jahres|monats|plus|online|kombi)-?abo|free trial|kostenlos (?:lesen|testen|ausprobieren)|gratis (?:proberen|testen)|essai gratuit|prueba gratis|prova gratuita|teste grátis|(?:prøv|prova) gratis|kokeile (?:maksutta|ilmaiseksi)|bezpłatny okres|ücretsiz dene|無料(?:で)?(?:お試し|体験)|무료 체험|免费试|免費試|\babb?on|hazte socio|aby czytać|wykup|оформите|передплат|подписк|成为会员|成為會員|有料|정기구독|구독|abone ol|mua gói|berlangganan|langganan|اشترك|اشتراک|prenumer|předplat|predplat|előfizet|abonare|συνδρομ|"
        r"mitgliedsausweis|vereinsmitglied|ausweis|tessera|legitymac|carné|carnet de|ledenpas|alleen leden|leden hebben|"
        # an account, and who may have one
        r"\baccount|\bkonto|\bcuenta|\bcompte\b|\bconta\b|\btili\b|fiók|\bcont(?:ul)?\b|λογαριασμ|حساب|\bakun\b|tài khoản|アカウント|계정|帳號|帳户|账号|учетн\w+ запис|учётн|обліков|\bračun|налог|חשבון|"
        r"regist(?:er|r)(?!\.)|inscri|rekister|sign[- ]?up|kayıt ol|regisztr|регистр|реєстр|εγγραφ|تسجيل|ثبت ?نام|הרשמ|注册|註冊|登録|등록|identifíquese|credenzial|autentifi|"
        r"cookies (?:must|are required|need)|needs? cookies|"
        r"(?:carte|numéro) (?:de |d')?(?:membre|adhérent|abonné)|número de soci|师生|師生|机构(?:账号|用户)|機構帳號|(?:تنها|فقط) اعضا|المشتركين|kortelė|průkaz|preukaz|членски|билет|читательск",
        ("Your IP is on a list of ours.", "We are sorry for the inconvenience.", "Please enter your card number."),
    ),
    Gate(
        "any, by verbs of refusing and who orders it; what a browser must allow; consent, and networks of guests",
        # refused, rejected, shut off
        r"\brejected|\bintercepted|prevents your|access control|automated systems|crawl(?:er|ing)|scrap(?:er|ing)|extract (?:information|data|content)|user[- ]?agent|"
        r"abgelehnt|abgewiesen|unterbunden|unzulässig|rejet[ée]|rechazad|vetad[ao]|inadmisible|respint|rifiutat|inibit|oscurat|sequestr|rejeitad|recusad|barrad[ao]|"
        r"afgewezen|geweigerd|avvisa[dts]|avslag|afvist|avvist|sperret|stengt for|hylätty|evätty|estetty|odrzucon|odmítnut|zamítnut|odmietnut|zamietnut|elutasít|letilt|zárol|"
        r"respins|refuzat|отхвърл|отказан|достъпът[^.]{0,30}спрян|отклон[её]н|отказано|відхилен|відмовлен|одбијен|odbijen|zavrnjen|απορρίφθ|απορρίπτ|πρόσβασ[^.]{0,40}διακ|φραγή|reddedil|engel(?:lend|li)|"
        r"مرفوض|رُفض|رفض|حجب|محجوب|رد شد|مسدود|فیلتر|נדח|נחס|חסום|חסומ|अस्वीकृत|अवरुद्ध|ปฏิเสธ|từ chối|bị chặn|ditolak|diblokir|disekat|keeld|tagasi lük|noraidīt|bloķēt|atmest|blokuo|rebutja|denega|"
        r"却下|弾かれ|거절|반려|驳回|駁回|"
        # courts, orders and laws
        r"\billegal|unlawful|court order|(?:federal|high|supreme|district) court|by (?:an? |the )?court|judicial|judiciár|judiciai|judiziar|giudiziar|\btribunal|\bjuzgado|gerichtlich|(?:amts|land|verwaltungs)gericht|rechtswidrig|gesetzes|legislation|pursuant to|by order of|orders? (?:issued|of the (?:court|department|ministry|government))|"
        r"en vertu|décision de justice|por orden|por disposición|decreto|ordem judicial|per ordine|ordinanza|op last van|rechterlijk|rechtbank|domstol|pålegg|pålæg|påbud|tuomioistui|käräjäoikeu|"
        r"postanowieni|wyrok|\bsądu\b|rozhodnut|příkaz|príkaz|súdu\b|\bsoudu\b|bíróság|határozat|hotărâr|în temeiul|instanț|съдебн|\bсъда?\b|разпорежд|\bсуда?\b|судебн|законодательств|федеральн\w+ закон|рішення|указу президента|"
        r"законодавств|\bсуд(?:у|ом|ове|ового)\b|наредб|zakona?\b|odluk|naredb|odločb|\bsodišč|δικαστ|εντολή|\bνόμο|mahkeme|kararı|\bkanun|sayılı|المحكمة|محكمة|قوانين الدولة|بموجب القانون|القضا|قوه قضای|دستور (?:قضا|مقام)|طبق قانون|צו בית|בית המשפט|"
        r"न्यायालय|अदालत|सरकार के आदेश|คำสั่งศาล|ศาล|กฎหมาย|tòa án|pháp luật|pengadilan|perundang|mahkamah|kohtu|\btiesas|teismo|nurodymu|法院|法令|裁判所|법원|심의|불법|依法|法律法规|法律法規",
        # scripts and cookies that a browser must allow, whichever is named first
        r"(?:javascript|cookies?)\b[^.。!！]{0,40}(?:aktiv|activ|attiv|ativ|enabl|inschakel|aanzetten|slå på|slå til|käyttöön|włącz|povol|zapn|engedélyez|включ|увімкн|вклуч|uključ|omogoč|ενεργοπο|etkin|فعال|تفعيل|"
        r"לאפשר|הפעל|सक्षम|เปิด|bật|aktifkan|hidupkan|lubama|iespējo|įjung|有効|허용|사용|启用|啟用|开启|開啟)|"
        r"(?:aktiv|activ|attiv|ativ|enabl|schakel|slå|\bota\b|włącz|povol|zapn|engedélyez|включ|увімкн|вклуч|uključ|omogoč|ενεργοπο|etkin|فعال|تفعيل|אפשר|הפעל|सक्षम|เปิด|bật|lubage|iespējo|įjunk)[^.。!！]{0,40}(?:javascript|cookies?\b)",
        # networks of guests, then consent
        r"\bwi-?fi\b|\bwlan\b|hot ?spot|captive portal|(?:accept|agree to)[^.]{0,20} terms|terms of use to|校园网认证|internet kullanım|güvenli internet|"
        r"zustimmung|einwilligung|einverstanden|consentement|consentimiento|consentimento|consenso|toestemming|samtykke|samtycke|suostumus|\bzgod[aęy]\b|souhlas|súhlas|hozzájárul|consimțământ|"
        r"съгласие|согласи[ея]|\bзгод[аиу]\b|сагласност|suglasnost|saglasnost|privolit|soglasj|συγκατάθεσ|συναίνεσ|\brızan|\bonay|موافقة|رضایت|הסכמה|सहमति|ยินยอม|đồng ý|persetujuan|nõusolek|piekrišan|sutikim|consentiment|동의",
        (
            "Blocked by order of the court.",
            "Veuillez activer JavaScript.",
            "Wir bitten um Ihre Zustimmung.",
        ),
    ),
    Gate(
        "English",
        r"denied|forbidden|\bblocked|blacklist|restrict|prohibit|banned|not (?:allowed|permitted|authori[sz]ed|entitled)|unauthori[sz]ed|"
        r"permission|(?:from|in|to) your (?:country|region|location|area|network|ip)|your ip\b|(?:vpn|proxy) |geo-?block|"
        r"only works in |rights (?:issues|reasons)|security (?:policy|reasons|system|check)|suspicious|unusual (?:activity|traffic)|\bcensor",
        r"maintenance|(?:be|come|try|check|are|visit us) (?:right )?(?:back|again)|\bback (?:soon|shortly|online|in (?:a|an|\d))|temporar(?:y|ily)|"
        r"(?:try|retry|reload|refresh)[^.]{0,30} (?:later|again|minutes?|moments?)|overload|high (?:traffic|demand|load|volume)|too many|"
        r"(?:upgrad|updat|migrat|mov|improv)ing (?:our|the|this)|(?:short|taking a) (?:nap|break)|please wait|just a moment|verify|robot|captcha|"
        r"busy|slow down\b|(?:too|bit) (?:fast|quickly) for|where you are\b|scheduled (?:work|down)|downtime|technical difficult|problem (?:providing|loading|displaying)",
        r"(?:not|isn't|never) (?:yet )?public\b|members?[- ](?:only|area|content)|(?:for|to|of) (?:our )?(?:members|subscribers|registered|staff|employees|students|patrons|donors)|"
        r"only (?:for|to|available to|members|subscribers)|\bprivate\b|invit(?:ed|ation)|library card|(?:your|access) (?:card|code|pin)\b|"
        r"to unlock|(?:continue|keep) reading|become a (?:member|patron|subscriber)|register for free|credentials|intranet|institution(?:al)? access|authenticat|paywall|premium|\brestricted to\b|on campus|log(?:ged)? ?in\b",
        (
            "Access from your country is not allowed.",
            "Our site is down for maintenance.",
            "This section is for members.",
        ),
    ),
    Gate(
        "Spanish",
        r"(?:solo|sólo|únicamente) (?:está )?disponible|denegad|prohibid|bloquead|restringid|limitad[ao]|no (?:está )?(?:autorizad|permitid)|(?:desde|en) (?:su|tu) (?:país|región|ubicación)|permisos? (?:para|necesari)",
        r"mantenimiento|volve(?:mos|remos)|estaremos de vuelta|vuelva|vuelve|(?:más tarde|en unos (?:minutos|instantes))|temporalmente|momentáneamente|actualizando|saturad|sobrecarga|espere|un momento|verifi[cq]",
        r"suscr[ií]b|seguir leyendo|artículos gratuitos|(?:solo|sólo|exclusiv\w*|reservad\w*|únicamente) (?:para|a|de) (?:l[oa]s )?(?:soci|miembr|suscript|abonad|usuari|registrad)|contenido (?:exclusivo|privado|reservado)|área (?:privada|de (?:soci|client|usuari))|acceso (?:privado|exclusivo|reservado)|identif[ií]qu|regístr",
        (
            "El acceso desde su país está restringido.",
            "Estamos en mantenimiento. Volvemos pronto.",
            "Contenido exclusivo para socios.",
        ),
    ),
    Gate(
        "French",
        r"refusée?|interdit|bloquée?|restreint|limitée?|non autorisée?|(?:pas|plus) (?:autoris|accessible depuis|disponible dans)|n'êtes pas autoris|(?:depuis|dans) votre (?:pays|région)|droits (?:nécessaires|suffisants|d'accès)",
        r"maintenance|de retour|reven(?:ez|ons)|plus tard|temporaire|momentané|mise à jour|quelques (?:minutes|instants)|surcharg|patiente|veuillez attendre|vérifi|(?:site|page) en travaux|travaux (?:de|sur)",
        r"réservée?s? (?:aux|à)|(?:membres|adhérents|abonnés|inscrits) (?:uniquement|seulement)|(?:aux|les|pour les) (?:seuls )?(?:membres|adhérents|abonnés|inscrits)|espace (?:membre|privé|adhérent|abonné)|privée?\b|identifi(?:ez|ant)|connect(?:ez|é)",
        ("L'accès depuis votre pays est interdit.", "Le site est en maintenance.", "Page réservée aux adhérents."),
    ),
    Gate(
        "German",
        r"nicht freigegeben|mensch(?:en)? (?:sind|bist)\b|schulnetz|firmennetz|gesperrt|verweigert|blockier|untersagt|verboten|beschränk|eingeschränkt|nicht (?:gestattet|erlaubt|berechtigt|zugelassen|autorisiert)|berechtigung|(?:aus|in) (?:ihrem|deinem) land|kein(?:en)? zu(?:griff|gang|tritt)",
        r"wartung|gleich (?:zurück|wieder)|bald (?:wieder|zurück)|in kürze wieder|vorübergehend|überlast|später (?:erneut|noch|wieder)|aktualisier(?:en|t)? (?:gerade|unsere)|umbau|bitte warten|einen moment|gedulden|überprüf|ausgelastet|hohe(?:r|n)? (?:last|andrang)",
        r"nur (?:für )?(?:mitglieder|abonnenten|registrierte|angemeldete|mitarbeiter|vereinsmitglieder|berechtigte)|mitglieder(?:bereich|n vorbehalten)|geschlossene[rn]? (?:bereich|gruppe|benutzer)|interne[rn]? bereich|(?:mitgliedern|abonnenten) vorbehalten|privat(?:er|e|es)? (?:bereich|seite|blog)|zugangsdaten|kennwort",
        (
            "Der Zugriff aus Ihrem Land ist gesperrt.",
            "Wir sind gleich wieder für Sie da. Wartungsarbeiten.",
            "Dieser Bereich ist nur für Mitglieder.",
        ),
    ),
    Gate(
        "Italian",
        r"negato|vietat|bloccat|limitat[oa]|ristrett|proibit|non (?:è )?(?:autorizzat|consentit|permess)|autorizzazion|(?:dal|nel) (?:tuo|suo|vostro) paese|permessi",
        r"manutenzione|torn(?:iamo|eremo|a(?:te)? a (?!casa|lla|un))|più tardi|temporane|momentane|aggiornamento|riprova|sovraccaric|attend(?:i|ere|ete)|verific|pochi (?:minuti|istanti)",
        r"riservat[oaie]|(?:solo|soltanto|esclusiv\w*) (?:per|ai|agli) (?:i |gli )?(?:soci|membri|abbonati|iscritti|utenti)|area (?:riservata|privata|soci)|contenut\w+ (?:esclusiv|privat)|accesso privato|registrat[ie]",
        (
            "L'accesso dal tuo Paese è bloccato.",
            "Sito in manutenzione, torniamo presto.",
            "Contenuto riservato agli iscritti.",
        ),
    ),
    Gate(
        "Portuguese",
        r"negado|proibid|bloquead|restrit|limitad[ao]|não (?:é |está |foi )?(?:autorizad|permitid)|permissão|(?:a partir d|d|n)o (?:seu|teu) país|sua (?:região|localização)",
        r"manutenção|volt(?:amos|aremos|e (?:mais|em|novamente))|mais tarde|temporari|momentane|atualiza(?:ndo|ção)|tente (?:novamente|de novo)|sobrecarreg|aguarde|verific|alguns (?:minutos|instantes)",
        r"(?:apenas|somente|só|exclusiv\w*|reservad\w*) (?:para|a|aos) (?:os )?(?:sócios|membros|associados|assinantes|usuários|utilizadores|alunos)|área (?:restrita|de membros|do (?:sócio|cliente|aluno))|conteúdo (?:exclusivo|privado|restrito)|cadastr|identifi",
        (
            "O acesso a partir do seu país foi bloqueado.",
            "Estamos em manutenção. Voltamos já.",
            "Conteúdo exclusivo para assinantes.",
        ),
    ),
    Gate(
        "Dutch",
        r"geweigerd|geblokkeerd|verboden|beperkt|afgesloten|ontzegd|niet (?:toegestaan|bevoegd|geautoriseerd)|geen (?:toegang|toestemming)|(?:vanuit|in) (?:uw|je|jouw) land",
        r"even bezig|kom[^.]{0,20} terug|onderhoud|zo (?:weer |snel )?(?:terug|online)|(?:binnenkort|snel|straks|zo) (?:weer )?terug|later (?:opnieuw|nog|terug)|tijdelijk|overbelast|werken aan|even geduld|een moment|moment geduld|controle|drukte",
        r"(?:alleen|enkel|uitsluitend|exclusief) (?:voor|toegankelijk)|ledenpagina|voor leden|besloten|abonnees|intern gebruik|toegangscode|registreer",
        (
            "Toegang vanuit uw land is geblokkeerd.",
            "Wij plegen onderhoud en zijn zo terug.",
            "Alleen voor leden.",
        ),
    ),
    Gate(
        "Swedish",
        r"nekad|förbjud|blocker|spärrad|begränsa|(?:ej|inte) (?:tillåt|behörig)|behörighet|(?:från|i) (?:ditt|er) land|obehörig",
        r"underhåll|(?:strax|snart) (?:tillbaka|igen)|tillbaka (?:snart|strax|inom)|försök (?:igen|senare)|senare|tillfällig|uppdater(?:ar|as)|överbelast|vänta|kontrollerar",
        r"(?:endast|bara|enbart|exklusivt) för|för (?:våra )?(?:medlemmar|prenumeranter)|medlemssid|medlemsinlogg|inloggade",
        (
            "Åtkomst från ditt land är blockerad.",
            "Sidan är under underhåll. Vi är strax tillbaka.",
            "Endast för medlemmar.",
        ),
    ),
    Gate(
        "Danish",
        r"nægtet|forbudt|blokere|spærret|begrænset|ikke (?:tilladt|autoriseret|adgang)|(?:fra|i) (?:dit|jeres) land|tilladelse",
        r"vedligehold|(?:straks|snart) (?:tilbage|igen)|tilbage (?:snart|om)|prøv igen|senere|midlertidig|opdater(?:er|es)|overbelast|vent (?:venligst|et)|kontroller",
        r"(?:kun|udelukkende|forbeholdt) (?:for )?(?:\w{1,8} )?(?:medlemmer|abonnenter|brugere)|medlemsområde|for medlemmer|lukket (?:område|gruppe)",
        ("Adgang fra dit land er spærret.", "Siden er under vedligeholdelse.", "Kun for medlemmer."),
    ),
    Gate(
        "Norwegian",
        r"nektet|forbudt|blokkert|sperret|begrenset|ikke (?:tillatt|autorisert|tilgang)|(?:fra|i) (?:ditt|deres) land|tillatelse",
        r"vedlikehold|(?:straks|snart) (?:tilbake|igjen)|tilbake (?:snart|om)|prøv igjen|senere|midlertidig|oppdater(?:er|es)|overbelast|vent(?: litt| et|ligst)|kontrollerer",
        r"(?:kun|bare|forbeholdt) (?:for )?(?:\w{1,8} )?(?:medlemmer|abonnenter|brukere)|medlemsområde|for medlemmer|lukket (?:område|gruppe)",
        ("Tilgangen er sperret fra ditt land.", "Siden er under vedlikehold.", "Bare for medlemmer."),
    ),
    Gate(
        "Finnish",
        r"estetty|kielletty|rajoitettu|evätty|ei (?:sallittu|oikeutta|käyttöoikeutta)|maastasi|käyttöoikeu",
        r"huolto|huolle|palaamme|pian takaisin|myöhemmin|väliaikais|tilapäis|päivitä(?:mme|mässä)|päivity|ylikuormi|odota|hetki|tarkist",
        r"(?:vain|ainoastaan) (?:\w{1,20} )?(?:jäsen|tilaaj|rekisteröity|kirjautu)|jäsenille|jäsensivu|tilaajille",
        ("Pääsy sivustolle on estetty.", "Sivusto on huollossa. Palaamme pian.", "Vain jäsenille."),
    ),
    Gate(
        "Polish",
        r"zabronion|odmow|odmówion|zablokowan|ograniczon|(?:nie masz|brak) (?:uprawnień|dostępu)|uprawnie|z (?:twojego|państwa|pana) kraju|niedozwolon",
        r"konserwacj|prace? (?:techniczn|serwisow|konserwac)|przerwa techniczn|wkrótce wr[aó]c|wr[aó]c(?:amy|imy)|zaraz wr|spróbuj (?:ponownie|później)|później|tymczasow|chwilowo|aktualiz|przeciąż|proszę czekać|chwil[ęi]|weryfik",
        r"(?:tylko|wyłącznie|jedynie) dla|dla (?:zalogowanych|członków|abonentów|subskrybentów|zarejestrowanych|prenumeratorów)|zastrzeżon|strefa (?:członk|klient|abonent)|prywatn(?!o)",
        (
            "Dostęp z Twojego kraju został ograniczony.",
            "Trwają prace techniczne. Zaraz wracamy.",
            "Treść tylko dla członków.",
        ),
    ),
    Gate(
        "Czech",
        r"odepřen|zakázán|blokován|omezen|zamítnut|nepovolen|(?:nemáte|bez) (?:oprávnění|přístup)|oprávněn|(?:z|ve) vaší země?",
        r"údržb|(?:brzy|hned|zase|za chvíli) (?:zpět|zpátky|jsme|budeme)|vrát(?:íme|íme se)|později|dočasn|aktualiz|přetížen|čekejte|okamžik|ověř|odstávk|technick\w+ (?:prác|důvod)",
        r"(?:pouze|jen|výhradně) pro|pro (?:členy|předplatitele|přihlášené|registrované)|členská sekce|soukrom",
        ("Přístup z vaší země je omezen.", "Probíhá údržba, brzy zpět.", "Obsah pouze pro členy."),
    ),
    Gate(
        "Slovak",
        r"odmietnut|zamietnut|zakázan|blokovan|obmedzen|nepovolen|(?:nemáte|bez) (?:oprávneni|prístup)|oprávnen|(?:z|vo) vašej krajin",
        r"údržb|(?:čoskoro|hneď|onedlho|o chvíľu) (?:späť|naspäť|sme|budeme)|vrátime|neskôr|dočasn|aktualiz|preťažen|čakajte|okamih|overu|odstávk",
        r"(?:iba|len|výhradne|výlučne) pre|pre (?:členov|predplatiteľov|prihlásených|registrovaných)|členská sekcia|súkromn",
        ("Prístup z vašej krajiny je obmedzený.", "Prebieha údržba, čoskoro späť.", "Obsah len pre členov."),
    ),
    Gate(
        "Hungarian",
        r"megtagad|tilt(?:ott|va|ás)|letilt|korlátoz|blokkol|jogosultság|nem (?:engedélyezett|jogosult)|(?:az ön|az) országából|hozzáférés",
        r"karbantart|hamarosan (?:vissza|újra)|visszatér|később|átmeneti|ideiglenes|frissít|túlterhel|várjon|kis türelmet|türelmét|pillanat|ellenőr",
        r"(?:csak|kizárólag) (?:\w{1,20} )?(?:tagok|előfizetők|regisztrált|bejelentkez)|tagok (?:számára|részére)|tagjaink|előfizetőink|zárt",
        (
            "A hozzáférés az Ön országából korlátozott.",
            "Az oldal karbantartás alatt áll.",
            "Csak tagok számára.",
        ),
    ),
    Gate(
        "Romanian",
        r"interzis|refuzat|blocat|restric[țţt]ion|limitat|nu (?:este |aveți |ave[țt]i )?(?:permis|autoriza|drept|acces)|permisiun|din [țţt]ara",
        r"mentenan|întreținere|revenim|vom reveni|reveni[țt]i|mai târziu|temporar|momentan|actualiz|supraîncărc|a[șs]tepta[țt]i|verific|câteva (?:minute|clipe)",
        r"(?:doar|numai|exclusiv|rezervat\w?) (?:pentru )?(?:membri|abona|utilizator|membrilor|abona[țt]ilor)|pentru membri|(?:zon[aă]|site|blog|pagin[aă]) (?:membri|privat)",
        ("Accesul din țara dumneavoastră este blocat.", "Site-ul este în mentenanță.", "Conținut doar pentru membri."),
    ),
    Gate(
        "Croatian, Serbian, Bosnian and Slovenian",
        r"odbijen|zabranjen|blokiran|onemogućen|ograničen|nije (?:dopušten|dozvoljen)|nemate (?:pristup|dozvol|ovlast)|iz vaše (?:zemlje|države)|zavrnjen|prepovedan|omejen|nimate (?:dostopa|pravic)|"
        r"одбијен|забрањен|блокиран|онемогућен|ограничен|није дозвољен|немате (?:приступ|дозвол)|из ваше земље",
        r"održavanj|vzdrževanj|(?:uskoro|kmalu|odmah|brzo|takoj) (?:se )?(?:vraćamo|vrać|vrnemo|nazaj|natrag)|vraćamo se|vrnemo|kasnije|pozneje|kasneje|privremen|začasn|ažurira|posodab|preoptereć|preobremen|pričekajte|sačekajte|počakajte|trenutak|"
        r"одржавањ|враћамо се|касније|привремен|ажурира|преоптерећ|сачекајте",
        r"(?:samo|isključivo|izključno|le) za|za (?:članove|člane|pretplatnike|naročnike|registrirane|registrovane)|privatn(?!o)|zaseb(?:en|na) |"
        r"(?:само|искључиво) за|за (?:чланове|претплатнике|регистроване)|приватн(?!о)",
        ("Pristup iz vaše zemlje je onemogućen.", "Stranica je u održavanju.", "Sadržaj samo za članove."),
    ),
    Gate(
        "Bulgarian and Macedonian",
        r"отказан|забранен|блокиран|ограничен|нямате (?:права|достъп|разрешение)|не е разрешен|немате (?:пристап|дозвола)|от вашата (?:държава|страна|мрежа)|одбиен",
        r"поддръжка|профилактика|одржување|(?:очаквайте|скоро|отново|ще се върнем)[^.]{0,12}(?:ни|скоро|онлайн|линия)|по-късно|подоцна|временно|обновя|актуализ|претовар|изчакайте|почекајте|момент|провер",
        r"(?:само|единствено) за|за (?:членове|абонати|регистрирани)|членовите|частен|закрит",
        ("Достъпът от вашата държава е ограничен.", "Сайтът е в профилактика.", "Само за членове."),
    ),
    Gate(
        "Russian",
        r"запрещ|заблокир|ограничен|закрыт|отказан|отклон[её]н|недоступ\w* (?:в|для|на)|нет (?:прав|доступа)|(?:из|в) ваше(?:й|го) (?:стран|регион)|вашего? (?:ip|адрес)|роскомнадзор|подозрительн",
        r"техническ\w+ (?:работ|обслуж|причин|перерыв)|профилактик|обслуживани|регламентн|скоро (?:верн|снова|вс[её])|вернёмся|вернемся|зайдите (?:позже|через)|позже|позднее|временно|обновля|обновлени|перегруж|подождите|секунд|минут|провер(?:ка|яем|ьте)|\bробот(?:ы|ом|ов)?\b",
        r"(?:только|исключительно)[^.]{0,20} (?:для|участник|член|подписчик|зарегистрир|авториз|сотрудник)|для (?:участников|членов|подписчиков|зарегистрированных|сотрудников)|закрыт\w+ (?:раздел|клуб|групп|сообществ)|приватн(?!о|іст)|авториз|зарегистрируй|зарегистрированн\w+ (?:пользовател|участник)",
        (
            "Доступ из вашей страны ограничен.",
            "На сайте ведутся технические работы.",
            "Материал только для подписчиков.",
        ),
    ),
    Gate(
        "Ukrainian and Belarusian",
        r"заборон|заблок|обмежен|відмовлен|закрит|забаронен|абмежаван|(?:немає|нема) (?:прав|доступу|дозволу)|з вашої країни|вашого ip",
        r"технічн\w+ (?:робот|обслугов|причин|перерв)|обслуговуванн|профілактик|незабаром (?:поверн|знов)|повернемо|пізніше|тимчасов|оновлю|оновленн|перевантаж|зачекайте|хвилин|секунд|перевір",
        r"(?:тільки|лише|виключно|толькі) (?:для|учасник|член|підписник|зареєстр)|для (?:учасників|членів|підписників|зареєстрованих)|приватн(?!о|іст)|авториз|зареєструй|зареєстрован\w+ (?:користувач|учасник)",
        (
            "Доступ до сайту з вашої країни обмежено.",
            "На сайті тривають технічні роботи.",
            "Лише для учасників клубу.",
        ),
    ),
    Gate(
        "Greek",
        r"αποκλε[ιί]|απαγορ|μπλοκ|περιορισ|δεν (?:έχετε|επιτρέπ)|άρνηση|απορρίφθ|από τη χώρα",
        r"συντήρηση|επιστρέφ|επιστρέψ|επανέλθ|σύντομα (?:κοντά|πίσω|ξανά)|αργότερα|προσωριν|αναβάθμι|ενημέρωση του|υπερφόρτ|περιμένετε|επαλήθευ|έλεγχος",
        r"(?:μόνο|αποκλειστικά) (?:για|σε)|για (?:τα )?(?:μέλη|συνδρομητές|εγγεγραμμέν)|μελών|ιδιωτικ",
        ("Η πρόσβαση από τη χώρα σας έχει αποκλειστεί.", "Ο ιστότοπος βρίσκεται υπό συντήρηση.", "Μόνο για μέλη."),
    ),
    Gate(
        "Turkish and Azerbaijani",
        r"engel|yasak|reddedil|kısıtla|sınırla|izin(?:iniz| veril|li)|yetki|ülkenizden|bloklan|qadağan|məhdud|rədd",
        r"bakım|(?:kısa süre|birazdan|yakında|az sonra)[^.]{0,12}(?:dön|geri|tekrar)|geri dön|daha sonra|sonra (?:tekrar|yeniden|deneyin)|geçici|güncelle|aşırı yük|yoğunluk|bekleyin|doğrula|kontrol ed|təmir|müvəqqəti|gözləyin",
        r"(?:yalnızca|sadece|özel olarak) (?:\w{1,12} )?(?:üye|abone|kayıtlı)|üyelere|abonelere|kayıtlı kullanıcı|üye girişi|gizli(?!l)|yalnız (?:üzv|abun)|üzvlər üçün",
        ("Ülkenizden erişim kısıtlanmıştır.", "Sitemiz bakımdadır.", "Bu içerik yalnızca üyelere açıktır."),
    ),
    Gate(
        "Arabic",
        r"محظور|ممنوع|حجب|حظر|محجوب|مقيد|تقييد|رفض|مرفوض|غير (?:مسموح|مصرح|مخول)|ليس لديك|صلاحي|من بلدك|في (?:بلدك|منطقتك|دولتك)",
        r"صيانة|سنعود|نعود (?:قريب|إليكم)|سوف نعود|لاحق[اًا]|مؤقت|تحديث الموقع|يتم (?:الآن )?تحديث|ضغط|انتظ|لحظة|التحقق",
        r"للأعضاء|للمشتركين|الأعضاء فقط|المشتركين فقط|(?:خاص|حصري|مخصص|متاح)\w? (?:ل|ب)\w*(?:أعضاء|مشترك|مسجل)|فقط ل|خاصة|المسجلين|تسجيل",
        (
            "تم حظر الوصول من بلدك.",
            "الموقع تحت الصيانة، سنعود قريبًا.",
            "هذا المحتوى متاح للأعضاء فقط.",
        ),
    ),
    Gate(
        "Hebrew",
        r"נחסמ|חסו[םמ]|חסימ|אסור|נדחת|מוגבל|אין (?:לך|לכם) (?:הרשא|גיש)|הרשא|ממדינתך|במדינתך|מארצך|נדחה",
        r"תחזוק|נחזור|נשוב|חוזרים|מאוחר יותר|באופן זמני|זמנית|עדכון האתר|שדרוג|עומס|המת[ןי]|רגע|אימות|בדיקה",
        r"(?:לחברים|למנויים|לרשומים|למשתמשים רשומים|לחברי)|(?:חברים|מנויים) בלבד|בלבד|פרטי(?!ות)",
        ("הגישה לאתר זה נחסמה.", "האתר בתחזוקה, נחזור בקרוב.", "התוכן לחברים בלבד."),
    ),
    Gate(
        "Persian",
        r"مسدود|فیلتر|غیر ?مجاز|ممنوع|محدود|رد شد|اجازه (?:دسترسی|ندارید)|دسترسی (?:شما|از|به|ندارید)|کشور شما",
        r"تعمیر|بروز ?رسانی|به‌روزرسانی|به روز ?رسانی|برمی‌?گردیم|بازمی‌?گردیم|بازخواهیم گشت|بعدا|بعداً|دیرتر|موقت|ترافیک|صبر کنید|منتظر|لحظه|بررسی",
        r"(?:ویژه|مخصوص|فقط برای|تنها برای) (?:ی )?(?:اعضا|مشترک|کاربران)|اعضای|مشترکین|مشترکان|(?<!حریم )خصوصی",
        ("دسترسی به این تارنما مسدود شده است.", "سایت در حال به‌روزرسانی است.", "این محتوا ویژه اعضا است."),
    ),
    Gate(
        "Hindi, Marathi and Nepali",
        r"अवरुद्ध|प्रतिबंध|निषिद्ध|अस्वीकृत|अस्वीकार|वर्जित|ब्लॉक|अनुमति|अधिकृत|आपके (?:देश|क्षेत्र)|पहुँच",
        r"रखरखाव|अनुरक्षण|बाद में|थोड़ी देर|कुछ (?:समय|देर)|वापस|अस्थायी|अपडेट|प्रतीक्षा|कृपया रुक|देखभाल|सत्याप|जाँच|नंतर|पछि",
        r"(?:केवल|सिर्फ|सिर्फ़|मात्र) (?:\S{1,20} )?(?:सदस्य|ग्राहक|पंजीकृत)|सदस्यों|सदस्यांसाठी|पंजीकृत|निजी|लॉग ?इन",
        ("आपके देश से पहुँच प्रतिबंधित है।", "साइट का रखरखाव चल रहा है।", "यह सामग्री केवल सदस्यों के लिए है।"),
    ),
    Gate(
        "Bengali, Tamil, Urdu, Telugu and others of South Asia",
        r"নিষিদ্ধ|অবরুদ্ধ|ব্লক|সীমাবদ্ধ|অনুমতি|প্রবেশাধিকার|தடை|அனுமதி|மறுக்கப்பட்ட|ممنوع|مسدود|پابندی|بلاک|اجازت|నిషేధ|നിരോധ|ನಿರ್ಬಂಧ|પ્રતિબંધ|తిరస్కర|അനുമതി|අවහිර",
        r"রক্ষণাবেক্ষণ|পরে আবার|শীঘ্রই ফির|অপেক্ষা|সাময়িক|যাচাই|பராமரிப்பு|பிறகு|காத்திருக்க|தற்காலிக|دیکھ بھال|بعد میں|انتظار|عارضی|నిర్వహణ|തകരാർ|അറ്റകുറ്റപ്പണി|ನಿರ್ವಹಣೆ|જાળવણી|නඩත්තු",
        r"সদস্যদের|শুধুমাত্র|কেবল|உறுப்பினர்|மட்டும்|اراکین|ممبر|صرف|సభ్యుల|അംഗങ്ങൾ|ಸದಸ್ಯ|સભ્યો|සාමාජික",
        ("এই সাইটে প্রবেশ নিষিদ্ধ।", "சேவை பராமரிப்பு நடைபெறுகிறது.", "یہ مواد صرف اراکین کے لیے ہے۔"),
    ),
    Gate(
        "Thai, Lao, Khmer and Burmese",
        r"ระงับ|ปิดกั้น|บล็อก|ถูกห้าม|ไม่อนุญาต|ไม่ได้รับอนุญาต|จำกัด|ไม่มีสิทธิ์|ปฏิเสธ|ประเทศของคุณ|ຫ້າມ|ហាមឃាត់|បានបិទ|ပိတ်ပင်|တားမြစ်",
        r"ปรับปรุง|บำรุงรักษา|ซ่อมบำรุง|กลับมา(?:ใหม่|ในเร็ว|เร็ว|ภายหลัง)|จะกลับมา|ภายหลัง|ชั่วคราว|อัปเดต|ผู้ใช้จำนวนมาก|รอสักครู่|โปรดรอ|ตรวจสอบ|ยืนยัน|ປັບປຸງ|ថែទាំ|ပြုပြင်",
        r"เฉพาะ(?:สมาชิก|ผู้|บุคลากร|นักศึกษา)|สมาชิกเท่านั้น|สำหรับสมาชิก|(?<!ความเป็น)ส่วนตัว|ลงทะเบียน|ສະມາຊິກ|សមាជិក|အဖွဲ့ဝင်",
        ("การเข้าถึงเว็บไซต์นี้ถูกระงับ", "เว็บไซต์อยู่ระหว่างการปรับปรุง", "เนื้อหานี้สำหรับสมาชิกเท่านั้น"),
    ),
    Gate(
        "Vietnamese",
        r"bị (?:chặn|cấm|hạn chế|từ chối|khoá|khóa)|(?:chặn|hạn chế|cấm|từ chối) (?:truy cập|quyền)|không (?:được phép|có quyền|cho phép)|quốc gia của bạn|khu vực của bạn",
        r"bảo trì|nâng cấp|quay (?:lại|trở lại)|trở lại|sau ít phút|thử lại|tạm (?:thời|ngưng|dừng)|cập nhật hệ thống|quá tải|vui lòng (?:chờ|đợi)|xin chờ|xác (?:minh|thực)|kiểm tra",
        r"(?:chỉ|dành riêng|dành) (?:dành )?(?:cho|riêng)|thành viên|hội viên|riêng tư|đăng ký",
        (
            "Truy cập của bạn đã bị chặn.",
            "Website đang bảo trì, vui lòng quay lại sau.",
            "Nội dung chỉ dành cho thành viên.",
        ),
    ),
    Gate(
        "Indonesian and Malay",
        r"diblokir|disekat|diharamkan|dilarang|ditolak|dibatasi|terhad|dihalang|tidak (?:diizinkan|diperbolehkan|dibenarkan|berhak|memiliki (?:izin|akses))|akses dari|negara anda|internet positif",
        r"pemeliharaan|penyelenggaraan|perawatan|perbaikan|(?:segera|akan) (?:kembali|hadir kembali|online)|kembali (?:lagi|sebentar|nanti)|coba lagi|cuba (?:lagi|sebentar)|nanti|sementara|pembaruan|kemas ?kini|kelebihan beban|tunggu|mohon (?:maaf, )?bersabar|verifikasi|sahkan",
        r"(?:khusus|hanya|untuk|bagi) (?:untuk |bagi )?(?:anggota|member|ahli|pelanggan|pengguna|mahasiswa)|ahli sahaja|terbatas (?:untuk|bagi)|pribadi|persendirian",
        ("Akses ke situs ini diblokir.", "Situs sedang dalam pemeliharaan.", "Konten khusus anggota."),
    ),
    Gate(
        "Estonian",
        r"keelatud|blokeeri|piiratud|ligipääs|juurdepääs|pole (?:lubatud|õigust)|teie riigist",
        r"hooldus|hooldustöö|oleme (?:peagi|varsti) tagasi|(?:peagi|varsti) tagasi|hiljem|ajutis|uuendame|ülekoormat|oota|kontrolli",
        r"(?:ainult|üksnes) (?:\w{1,15} )?(?:liikme|tellija|registreeri)|liikmetele|tellijatele|privaatne",
        ("Ligipääs on piiratud.", "Leht on hoolduses.", "Ainult liikmetele."),
    ),
    Gate(
        "Latvian",
        r"liegt|aizlieg|bloķēt|ierobežot|nav (?:atļaut|tiesīb|pieejas)|no jūsu valsts",
        r"apkope|apkopes|drīz (?:būsim|atgriez)|atgriez|vēlāk|īslaic|pagaidu|atjaunin|pārslogo|uzgaidi|pārbaud",
        r"(?:tikai|vienīgi) (?:\w{1,15} )?(?:biedr|dalībniek|abonent|reģistrēt)|biedriem|abonentiem|privāt(?!um)",
        ("Piekļuve ir liegta.", "Notiek apkopes darbi.", "Tikai biedriem."),
    ),
    Gate(
        "Lithuanian",
        r"uždraust|draudžiam|užblokuot|apribot|neleidžiam|neturite (?:teis|prieig)|prieiga|iš jūsų šalies",
        r"priežiūr|atnaujin(?:ame|am|imo)|(?:netrukus|greitai) (?:grįš|sugrįš|vėl)|grįšime|vėliau|laikin|perkraut|palaukite|tikrin",
        r"(?:tik|skirta|išskirtinai) (?:\w{1,15} )?(?:nari|prenumerator|registruot)|nariams|prenumeratoriams|privati (?:zona|grup|sritis)",
        ("Prieiga uždrausta.", "Vyksta svetainės priežiūros darbai.", "Tik nariams."),
    ),
    Gate(
        "Catalan, Galician and Basque",
        r"denegat|prohibit|bloquejat|restringi|limitat|no (?:està )?(?:autoritza|permès)|des del vostre país|debekatu|ukatu|murriztu|blokeatu",
        r"manteniment|tornarem|torn(?:em|eu) (?:aviat|més tard)|més tard|temporalment|actualitza|sobrecarrega|espereu|verifi|mantemento|volvemos|máis tarde|mantentze|itzuliko|geroago",
        r"(?:només|exclusiu|reservat) (?:per|als?|a)|(?:per als?|dels) (?:socis|membres|subscriptors)|àrea (?:privada|de socis)|só para|bazkideentzat|bakarrik",
        ("L'accés ha estat denegat.", "Estem fent tasques de manteniment.", "Contingut només per a socis."),
    ),
    Gate(
        "Icelandic, Albanian, Irish, Swahili, Filipino and others",
        r"bannað|hafnað|lokað fyrir|takmarkaður|ndalohet|bllokuar|refuzuar|kufizuar|cosc|imezuiwa|hairuhusiwi|ipinagbabawal|hinarangan|malpermesita|geweier",
        r"viðhald|aftur síðar|komum aftur|mirëmbajtje|më vonë|përkohësisht|cothabháil|matengenezo|baadaye|mamaya|prizorgado|instandhouding",
        r"aðeins fyrir|félagsmenn|vetëm për|anëtarë|wanachama|miembro lamang|nur por membroj|slegs vir",
        ("Aðgangur bannaður.", "Faqja është në mirëmbajtje.", "Aðeins fyrir félagsmenn."),
    ),
    Gate(
        "Georgian, Armenian, Kazakh, Uzbek and Mongolian",
        r"აკრძალ|დაბლოკ|შეზღუდ|արգելված|արգելափակ|սահմանափակ|тыйым|бұғатта|шектеу|taqiqlan|bloklan|cheklan|хориглосон|хязгаарласан",
        r"ტექნიკური სამუშაო|მოგვიანებით|დროებით|տեխնիկական|ավելի ուշ|ժամանակավոր|техникалық|кейінірек|уақытша|texnik ish|keyinroq|vaqtincha|засвар|түр хүлээ",
        r"მხოლოდ|წევრ|միայն|անդամ|тек мүше|мүшелерге|faqat|a'zolar|зөвхөн|гишүүд",
        ("წვდომა შეზღუდულია.", "Կայքում տեխնիկական աշխատանքներ են:", "Faqat a'zolar uchun."),
    ),
    Gate(
        "Japanese",
        r"拒否|禁止|制限|遮断|ブロック|許可(?:され|がありません)|権限|お住まいの(?:国|地域)|ご利用(?:いただけ|になれ)ません|海外から|不正(?:な)?アクセス|規制",
        r"メンテナンス|作業(?:中|を)|工事中|保守|入れ替え|移行中|しばらく|後ほど|のちほど|後日|時間(?:を|を置|をおい)|再度|一時的|アクセスが集中|混雑|混み合|高負荷|お待ち|復旧|更新中|確認(?:中|して|を行)|認証",
        r"会員|限定|専用|メンバー|関係者|ログイン|非公開|購読者|有料|登録が必要|パスワード|学内|社内",
        (
            "海外からのアクセスは制限しております。",
            "ただいまメンテナンス中です。",
            "この先は会員限定コンテンツです。",
        ),
    ),
    Gate(
        "Korean",
        r"차단|제한|거부|금지|불허|허용되지|권한|비정상적인|해외 ?(?:에서|접속|ip)|접근(?:할 수 없|이 불가)|유해",
        r"점검|이전 작업|작업 ?중|공사 ?중|잠시 (?:후|뒤|만)|나중에|일시적|다시 (?:시도|이용|접속|방문)|업데이트|업그레이드|접속자가|트래픽|과부하|대기|기다려|복구|확인 ?(?:중|하고)|인증",
        r"회원|전용|로그인|비공개|구독자|유료|가입|교내|사내|임직원|관계자",
        ("비정상적인 접근으로 이용이 제한되었습니다.", "서버 이전 작업 중입니다.", "회원 전용 콘텐츠입니다."),
    ),
    Gate(
        "Chinese",
        r"拒绝|拒絕|禁止|受限|限制|拦截|攔截|阻断|阻斷|阻挡|阻擋|阻止|封锁|封鎖|屏蔽|权限|權限|无权|無權|未授权|未授權|不允许|不允許|不支持(?:在|您)|所在(?:的)?(?:地区|地區|国家|國家|区域|區域)|"
        r"(?:网络|網路|網絡)(?:环境|環境|安全)|(?:安全|防护|防護)(?:策略|政策|系统|系統|原因)|异常(?:访问|请求|流量)|(?:您|你)的(?:ip|连接|連線|網絡)|访问要求|备案|非法(?:请求|請求|访问|訪問|操作|参数|參數)|境外|海外(?:用户|用戶|访问)",
        r"维护|維護|升级|升級|割接|检修|檢修|抢修|搶修|恢复(?!正常生活)|恢復|更新中|(?:系统|系統|网站|網站|服务器|伺服器|设备|設備|正在|例行)[^。]{0,6}(?:维修|維修)|(?:维修|維修)中|改版中|调整中|稍后|稍後|稍候|稍等|再来|再來|再试|再試|明日|明早|暂时|暫時|临时|臨時|繁忙|过载|過載|拥挤|擁擠|高峰|排队|排隊|请等待|請等待|"
        r"验证|驗證|人机|人機|正在(?:进行|進行)|迁移中|遷移中",
        r"十八[歲岁]|仅限|僅限|只限|仅对|僅對|仅供|僅供|只对|只對|限(?:于|於)|专享|專享|专属|專屬|会员|會員|校内|校內|校园网|校園網|内网|內網|内部|內部|(?:在|用|使用)[^。]{0,6}(?:微信|客户端|客戶端|app)[^。]{0,8}(?:打开|打開|访问|查看|阅读)|关注[^。]{0,4}公众号(?:后|即可|方可|才)|登录|登錄|登入|登陆|登陸|私密|付费|付費|订阅|訂閱|授权用户|授權用戶|注册用户|註冊用戶",
        ("您的网络环境不符合本站访问要求。", "服务器正在维护，明早恢复。", "本資料庫僅限校內使用。"),
    ),
)

# Languages that have words enough here: a short page in another one cannot be told from a gate.
READ = frozenset(
    "en es fr de it pt nl sv da no nb nn fi pl cs sk hu ro hr sr bs sh sl bg mk ru uk be el tr ar he iw fa hi th vi id ms et lv "
    "lt ca ja ko zh".split()
)

_GATE = Stems(normalize("NFC", stem) for gate in GATES for stem in (gate.refused, gate.patience, gate.members))

# Words by which hijackers of lapsed or broken sites want to be found: gambling, pills, copies, films.
LURES = (
    "casino", "casinò", "cassino", "kasino", "kasyn", "kaszinó", "cazino", "казино", "казіно", "kazino", "카지노", "カジノ", "คาสิโน", "καζίνο", "كازينو", "קזינו",
    "slot", "สล็อต", "슬롯", "スロット", "bahis", "bahsegel", "bonus veren", "jackpot", "roulette", "baccarat", "バカラ", "บาคาร่า", "바카라",
    "poker", "покер", "togel", "judi", "gacor", "bandar", "sportsbook", "betting", "букмекер", "ставки на спорт", "вулкан", "вавада",
    "игровые автоматы", "nhà cái", "cá cược", "nổ hũ", "kèo ", "tài xỉu", "bóng đá trực tiếp", "แทงบอล", "หวย", "เว็บตรง",
    "토토", "먹튀", "파워볼", "安全놀이터", "博彩", "娱乐城", "娛樂城", "百家乐", "百家樂", "开云", "体育官", "体育(", "体育app", "体育平台", "体育下载", "威尼斯人", "葡京",
    "六合彩", "彩票", "投注", "棋牌", "老虎机", "老虎機", "电子游艺", "真人视讯", "赌场", "賭場", "网投", "欧博", "必威", "bet365", "1xbet", "pin-up", "mostbet",
    "viagra", "cialis", "levitra", "pharmacy", "виагра", "バイアグラ", "コピー", "激安", "スーパーコピー", "replica watches", "essay writ", "payday loan",
    "成人视频", "成人影", "在线观看", "無碼", "无码", "国产精品", "porn", "xxx", "escort", "порно",
)  # fmt: skip
# These stand inside of other words, too: judicial, specialist.
_APART = ("judi", "cialis")
_LURE = re.compile("|".join(rf"\b{word}(?:\b|online)" if word in _APART else re.escape(word) for word in LURES))

# Pages that speak of the domain itself are those of registrars, of hosts and of who sells names.
DOMAINS = (
    "domain", "domän", "domæne", "domene", "domeen", "domein", "domén", "doména", "doméne", "domena", "domenas", "domenę", "domeny", "domenu", "domēn", "dominio", "domínio", "domini ",
    "domaine", "domeniu", "tartomány", "verkkotunnu", "домен", "домейн", "домејн", "δομέν", "όνομα χώρου", "alan ad", "نطاق", "دومين", "دامنه", "דומיין", "डोमेन", "โดเมน", "tên miền",
    "域名", "網域", "ドメイン", "도메인", "registrar", "hosting provider", "web hosting",
)  # fmt: skip
_OF_DOMAIN = re.compile("|".join(DOMAINS))


def tells_of_gate(text: str) -> bool:
    """Return whether a text in lower case holds a word of a refusal, of patience or of members, in any language."""
    return _GATE.found_in(normalize("NFC", text))


def lures(title: str) -> bool:
    """Return whether a title in lower case holds a word by which hijackers of lost sites want to be found."""
    return _LURE.search(title) is not None


def offers_domain(text: str) -> bool:
    """Return whether a text in lower case speaks of a domain, as pages of names that are sold, parked or expired do."""
    return _OF_DOMAIN.search(normalize("NFC", text)) is not None
