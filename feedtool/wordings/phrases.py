"""Sentences by which a page says that it is not there without naming it: nothing is found, the link is broken. Pure.

`feedtool.wordings.not_found` knows what may be missing and what is said of it; here each family of sentences is put into
words in every language, whole. Those that other pages show, too, count only where nothing names a story: a box for
comments has “nothing here yet”, and a story may be called “Lost?”.
"""

from feedtool.quick import quick


@quick(frozen=True, slots=True)
class Family:
    """Sentences of one kind: regular expressions over lower-case text, each for a whole title, heading or sentence.

    ``says`` gives them by language. ``alone`` tells that they count only on a page that nothing names. ``examples``
    are what pages show that are gone; ``counters`` are titles of true pages that look like it.
    """

    name: str
    says: tuple[tuple[str, str], ...]
    examples: tuple[str, ...]
    counters: tuple[str, ...]
    alone: bool = False


_LINKS = Family(
    "a link that is broken, wrong or out of date",
    (
        ("English", r"(?:the |this |your |that )?(?:link|url|address|permalink|hyperlink)(?: (?:that )?(?:you|which|we)[^.!?]{1,30})? (?:is|was|has|appears to be|seems to be|may be|might be) (?:no longer |not |been )?(?:in)?(?:valid|broken|expired|outdated|incorrect|wrong|dead|disabled|deactivated|out of date|working)(?: (?:or|and) [^.!?]{1,60})?"),
        ("German", r"(?:der |dieser |ihr |dein )?(?:link|verweis|url|adresse)(?:,? (?:dem|den|der|auf)[^.!?]{1,30},?)? (?:ist|war|scheint|wurde) (?:leider |vermutlich |wohl )?(?:nicht mehr (?:gültig|aktuell)|nicht korrekt|ungültig|veraltet|defekt|abgelaufen|falsch|fehlerhaft|kaputt|tot|deaktiviert)(?: (?:oder|und) [^.!?]{1,60})?|(?:ungültiger|veralteter|toter|defekter|falscher) link"),
        ("Dutch", r"(?:de |deze |uw |je )?(?:link|url|koppeling|verwijzing)(?: (?:die|waarop|dat)[^.!?]{1,30})? (?:is|was|lijkt|werkt) (?:helaas )?(?:niet (?:meer )?(?:geldig|juist|correct)|niet(?: meer)?|ongeldig|verouderd|gebroken|verlopen|onjuist|fout|defect|kapot)(?: (?:of|en) [^.!?]{1,60})?|(?:ongeldige|verlopen|dode|kapotte) link"),
        ("Swedish", r"(?:den här |denna )?länken(?: (?:som )?(?:du|ni)[^.!?]{1,30})? (?:är|var|verkar(?: vara)?|fungerar|kan vara) (?:tyvärr )?(?:inte(?: längre)?(?: giltig)?|ogiltig|trasig|för gammal|gammal|felaktig|bruten|föråldrad|död|utgången)(?: (?:eller|och) [^.!?]{1,60})?|(?:trasig|ogiltig|död) länk"),
        ("Danish", r"(?:dette )?link(?:et)?,?(?: (?:som )?(?:du|i|de)[^.!?]{1,30})? (?:er|var|virker|duer|kan være) (?:desværre )?(?:ikke(?: længere)?(?: gyldigt?)?|ugyldigt?|brudt|forældet|for gammelt|forkert|ødelagt|dødt|udløbet)(?: (?:eller|og) [^.!?]{1,60})?|(?:ugyldigt|dødt|brudt) link"),
        ("Norwegian", r"(?:denne )?lenken?,?(?: (?:som )?(?:du|dere)[^.!?]{1,30})? (?:er|var|virker|fungerer|kan være) (?:dessverre |kanskje )?(?:ikke(?: lenger)?(?: gyldig)?|ugyldig|brutt|utdatert|for gammel|gammel|feil|ødelagt|død|utløpt)(?: (?:eller|og) [^.!?]{1,60})?|(?:ugyldig|død|brutt) lenke"),
        ("Finnish", r"(?:tämä )?linkki(?:,? (?:jota|jonka|jolla)[^.!?]{1,30},?)? (?:on|ei|näyttää) (?:valitettavasti |ehkä )?(?:toimi(?: enää)?|ole enää voimassa|vanhentunut|rikki|virheellinen|vanha|väärä|viallinen|olevan rikki)(?: (?:tai|ja) [^.!?]{1,60})?|(?:rikkinäinen|virheellinen|vanhentunut) linkki"),
        ("French", r"(?:le |ce |votre )?(?:lien|url)(?: (?:que|sur lequel|qui)[^.!?]{1,40})? (?:est|était|semble|n'est|a) (?:peut-être |malheureusement )?(?:plus (?:valide|actif|valable)|pas (?:valide|correct)|invalide|rompue?|cassée?|brisée?|mort|erronée?|obsolète|incorrecte?|périmée?|expirée?)(?:,? (?:ou|et) [^.!?]{1,60})?|lien (?:mort|brisé|rompu|invalide|expiré|cassé)"),
        ("Spanish", r"(?:el |este |su |tu )?(?:enlace|vínculo|link|url)(?: (?:que|al que|en el que)[^.!?]{1,40})? (?:no es|ya no es|no|es|está|parece(?: estar)?|puede (?:estar|ser)|ha) (?:posiblemente )?(?:válido|correcto|funciona|inválido|incorrecto|roto|erróneo|obsoleto|caducado|vencido|desactualizado|expirado|mal)(?:,? (?:o|u|y) [^.!?]{1,60})?|enlace (?:roto|inválido|no válido|caducado|incorrecto)"),
        ("Portuguese", r"(?:o |este |esse |seu )?(?:link|endereço|url)(?: (?:que|em que)[^.!?]{1,40})? (?:não é|já não é|não|é|está|parece(?: estar)?|pode (?:estar|ser)) (?:mais )?(?:válido|correto|funciona|inválido|incorreto|quebrado|partido|errado|desatualizado|expirado|incorrecto|vencido|obsoleto)(?:,? (?:ou|e) [^.!?]{1,60})?|link (?:quebrado|inválido|expirado|partido)"),
        ("Italian", r"(?:il |questo |l')?(?:link|collegamento|indirizzo|url)(?: (?:che|su cui|a cui)?[^.!?]{1,40})? (?:non è|è|sembra(?: essere)?|potrebbe essere) (?:più )?(?:valido|corretto|non valido|errato|interrotto|rotto|scaduto|obsoleto|sbagliato)(?:,? (?:o|e) [^.!?]{1,60})?|link (?:non valido|errato|interrotto|scaduto|rotto)"),
        ("Polish", r"(?:ten |podany )?(?:link|odnośnik|adres)(?:,? (?:którego|który|w który|z którego)[^.!?]{1,40},?)? (?:jest|wygasł|stracił|nie jest|nie działa|może być|wydaje się) ?(?:już |prawdopodobnie )?(?:nieprawidłowy|nieaktualny|uszkodzony|niepoprawny|błędny|nieaktywny|ważność|prawidłowy|poprawny|aktualny)?(?: (?:lub|i|albo) [^.!?]{1,60})?|(?:nieprawidłowy|nieaktualny|błędny|uszkodzony|martwy) (?:link|odnośnik|adres)"),
        ("Czech", r"(?:tento )?odkaz(?:,? (?:na|který|po)[^.!?]{1,40},?)? (?:je|není|byl|nefunguje|vypršel|může být) ?(?:už |již |pravděpodobně )?(?:neplatný|nefunkční|chybný|zastaralý|špatný|platný|neaktuální|poškozený)?(?: (?:nebo|a) [^.!?]{1,60})?|(?:neplatný|nefunkční|chybný) odkaz|platnost (?:obsahu|odkazu|stránky|článku) (?:již )?vypršela"),
        ("Slovak", r"(?:tento )?odkaz(?:,? (?:na|ktorý)[^.!?]{1,40},?)? (?:je|nie je|nefunguje) ?(?:už )?(?:neplatný|nefunkčný|chybný|zastaraný|platný)?(?: (?:alebo|a) [^.!?]{1,60})?|(?:neplatný|nefunkčný) odkaz"),
        ("Hungarian", r"(?:az? |ez a )?(?:hivatkozás|link|webcím|cím)(?:,? amely[^.!?]{1,40},?)? (?:(?:már )?(?:érvénytelen|lejárt|hibás|elavult|törött|rossz|nem (?:működik|érvényes|él|helyes))|megszűnt)(?: (?:vagy|és) [^.!?]{1,60})?|(?:érvénytelen|hibás|lejárt) (?:hivatkozás|link)"),
        ("Romanian", r"(?:acest )?(?:link(?:ul)?|adresa)(?: (?:pe care|accesată?)[^.!?]{0,40})? (?:nu (?:mai )?este|este|a|pare) ?(?:valid|validă|greșită?|expirat|invalidă?|incorectă?|defect|întrerupt|stricat)(?: (?:sau|și) [^.!?]{1,60})?|link (?:invalid|greșit|expirat|defect)"),
        ("Croatian and Serbian", r"(?:ova |ovaj )?(?:poveznica|link|veza)(?: koj[iu][^.!?]{1,40})? (?:je|nije|više nije|ne) (?:neispravan?a?|nevažeć[ia]|istekao|istekla|važeć[ia]|valjana?|radi|zastarje\w+|pokvaren)(?: (?:ili|i) [^.!?]{1,60})?"),
        ("Bulgarian", r"(?:тази )?(?:връзката|връзка|линкът|линк)(?:,? (?:която|който)[^.!?]{1,40},?)? (?:е|не е|вече не е|не) (?:невалидн[аи]?|валидн[аи]?|изтекл[аи]|счупен[аи]?|грешн[аи]?|работи|остарял[аи]?|изтекъл|невалиден|грешен)(?: (?:или|и) [^.!?]{1,60})?"),
        ("Russian", r"(?:эта |данная |ваша )?ссылка(?:,? (?:по которой|на которую|которую)[^.!?]{1,40},?)? (?:больше |уже )?(?:недействительна|не (?:работает|действительна|действует|актуальна)|устарела|неверна|неверная|битая|просрочена|повреждена|ошибочна|неправильная)(?: (?:или|либо|и) [^.!?]{1,60})?|(?:вы )?(?:перешли|прошли|попали)[^.!?]{0,12} по (?:неверной|неправильной|устаревшей|битой|несуществующей|нерабочей) ссылке(?: (?:или|либо) [^.!?]{1,60})?|(?:неверная|битая|недействительная|устаревшая|нерабочая) ссылка|(?:неправильно|неверно) набран адрес(?:,? (?:или|либо) [^.!?]{1,80})?|срок (?:действия ссылки|публикации) ист[её]к"),
        ("Ukrainian", r"(?:це |дане )?посилання(?:,? (?:за яким|на яке|яке)[^.!?]{1,40},?)? (?:більше |вже )?(?:недійсне|не (?:працює|дійсне|діє)|застаріло|застаріле|неправильне|пошкоджене|хибне|невірне)(?: (?:або|чи|та) [^.!?]{1,60})?|(?:недійсне|хибне|неправильне) посилання|термін дії посилання (?:закінчився|минув|вийшов)|неправильно набрано адресу(?:,? (?:або|чи) [^.!?]{1,80})?"),
        ("Greek", r"(?:ο |αυτός ο )?σύνδεσμος(?: που[^.!?]{1,40})? (?:δεν (?:είναι (?:πλέον )?(?:έγκυρος|σωστός|ενεργός)|λειτουργεί|ισχύει(?: πλέον)?)|έχει λήξει|είναι (?:κατεστραμμένος|λανθασμένος|παλιός|ανενεργός|σπασμένος|άκυρος))(?: (?:ή|και) [^.!?]{1,60})?"),
        ("Turkish", r"(?:bu )?(?:bağlantı(?:nın)?|link|adres)(?: süresi)? (?:(?:artık )?geçersiz(?:dir)?|(?:artık )?geçerli değil(?:dir)?|bozuk(?: olabilir)?|kırık|hatalı(?:dır)?|dolmuş(?:tur)?|doldu|çalışmıyor)(?: (?:veya|ya da|ve) [^.!?]{1,60})?|(?:takip ettiğiniz|izlediğiniz|tıkladığınız) (?:bağlantı|link)[^.!?]{0,12} (?:bozuk|kırık|geçersiz|hatalı|süresi dolmuş)[^.!?]{0,50}|(?:içeriğin|ilanın|bağlantının) süresi (?:doldu|dolmuş(?:tur)?)|geçersiz (?:bağlantı|link|adres)"),
        ("Arabic", r"(?:هذا )?(?:ال)?رابط(?: (?:الذي|المطلوب)[^.!?]{0,40})? (?:غير (?:صالح|صحيح|فعال|موجود|متاح)|معطل|تالف|خاطئ|منتهي(?: الصلاحية)?|مكسور|لا يعمل|قديم)(?: (?:أو|أو أن|او) ?[^.!?]{1,60})?|انتهت صلاحية (?:هذا )?(?:ال)?(?:رابط|محتوى|صفحة|إعلان)|رابط (?:غير صالح|معطل|خاطئ|منتهي)"),
        ("Hebrew", r"(?:ה)?(?:קישור|לינק|כתובת)(?: (?:ש|ה)[^.!?]{1,30})? (?:אינו|אינה|לא|כבר לא) ?(?:תקין|תקינה|פעיל|פעילה|עובד|נכון)(?: (?:או|ו)[^.!?]{1,60})?|(?:ה)?(?:קישור|לינק) (?:שבור|שגוי|פג תוקף|ישן)(?: או[^.!?]{1,60})?|תוקף (?:ה)?(?:קישור|תוכן|מודעה|דף) פג"),
        ("Persian", r"(?:این )?(?:لینک|پیوند|آدرس)(?: (?:که|مورد|وارد)[^.!?]{1,30})? (?:نامعتبر|معتبر نیست|خراب|منقضی شده|اشتباه|شکسته|نادرست|غیرفعال)(?: (?:است|می‌باشد))?(?: یا [^.!?]{1,60})?"),
        ("Hindi", r"(?:यह |आपका |आपने जो )?(?:लिंक|पता|यूआरएल)(?: (?:खोला|दर्ज|की)[^।.!?]{0,24})? (?:वह )?(?:अमान्य|गलत|ग़लत|टूटा हुआ|टूट गया|पुराना|समाप्त(?: हो (?:गया|गई|चुका))?|की अवधि समाप्त हो (?:गई|चुकी)|मान्य नहीं|काम नहीं कर रहा)(?: (?:है|हैं))?(?: (?:या|और) [^।.!?]{1,60})?"),
        ("Thai", r"(?:ลิงก์|ลิ้งค์|ที่อยู่|url)(?:นี้|ที่คุณ[^.!?]{1,20})? ?(?:ไม่ถูกต้อง|หมดอายุ(?:แล้ว)?|เสีย|ใช้งานไม่ได้|ใช้ไม่ได้|อาจเสีย|ไม่ทำงาน)(?:หรือ[^.!?]{1,60})?"),
        ("Vietnamese", r"(?:liên kết|đường dẫn|đường link|link|địa chỉ)(?: (?:này|bạn)[^.!?]{0,40})? (?:không (?:hợp lệ|đúng|chính xác|hoạt động|còn hiệu lực)|(?:đã |có thể )?(?:bị |đã )?(?:hết hạn|hỏng|sai|lỗi|cũ))(?: (?:hoặc|và) [^.!?]{1,60})?"),
        ("Indonesian and Malay", r"(?:tautan|pautan|link|alamat)(?: (?:ini|yang|tersebut)[^.!?]{0,40})? (?:tidak (?:valid|sah|benar|berfungsi|berlaku(?: lagi)?|aktif)|(?:sudah |telah |mungkin |telah )?(?:kedaluwarsa|rusak|salah|mati|kadaluarsa|luput|tamat tempoh))(?: (?:atau|dan) [^.!?]{1,60})?"),
        ("Japanese", r"(?:この|お探しの|指定された|クリックされた|アクセスされた)?(?:リンク|url|アドレス)(?:は|が|の有効期限が|の期限が)?(?:無効(?:です|になっています)?|切れ(?:です|ています|ました)|正しくありません|間違って(?:いるか|います)[^。]{0,30}|有効ではありません|古い(?:か|です)[^。]{0,30})"),
        ("Korean", r"(?:이 |해당 |요청하신 )?(?:링크|주소|url)(?:가|는|은|이)? ?(?:유효하지 않(?:습니다|은 링크입니다)|만료되었습니다|올바르지 않습니다|잘못되었[^.]{0,30}|깨졌습니다)|(?:유효하지 않은|잘못된|만료된|깨진) (?:링크|주소)(?:입니다)?|잘못된 (?:접근|요청)입니다"),
        ("Chinese", r"(?:您|你)?(?:所)?(?:打开|打開|点击|點擊|點選|访问|訪問|输入|輸入)?的?(?:该|此|這個|这个)?(?:链接|鏈接|連結|网址|網址)(?:可能)?(?:已经?|已經)?(?:失效|过期|過期|无效|無效|不正确|不正確|错误|錯誤|有误|有誤|损坏|損壞|断开)(?:了)?(?:[，,或、][^。！]{1,30})?"),
    ),
    (
        "The link you followed is broken", "Der Link, dem du gefolgt bist, ist defekt", "Länken du följde verkar vara trasig", "Linkki on vanhentunut",
        "Le lien que vous avez suivi est rompu", "El enlace que has seguido está roto", "O link que você seguiu está quebrado",
        "Вы перешли по неверной ссылке", "Посилання недійсне", "Bağlantının süresi dolmuş", "الرابط الذي اتبعته معطل", "הקישור אינו תקין",
        "लिंक की अवधि समाप्त हो गई है", "ลิงก์หมดอายุ", "Liên kết không hợp lệ", "リンクの有効期限が切れています", "유효하지 않은 링크입니다", "您打开的链接已失效",
    ),
    (
        "The link is strong between fog and mills", "Der Link zum Glück", "Le lien est fait", "El enlace que une dos pueblos", "Länken mellan oss", "连结两地的桥", "リンクの歴史",
        "Odkaz mrtvých", "Dirección correcta", "Ссылка в Сибирь", "Linket mellem by og land",
    ),
)  # fmt: skip

_SOUGHT = Family(
    "what was looked for and not found, or no page at an address",
    (
        ("English", r"(?:sorry, )?(?:we )?(?:can't|couldn't|cannot|could not|can not|didn't|did not|were unable to|were not able to) (?:seem to )?(?:find|locate) (?:what|the thing|anything)[^.!?]{0,50}|there(?:'s| is| was) (?:no(?:thing| page| such page| content| article| post)[^.!?]{0,12} )(?:at|under|on|for) (?:this|that) (?:address|url|location|link)|no page (?:exists )?(?:at|under) this (?:address|url)|(?:the|this|that)(?: requested)? (?:page|content|article|post) (?:has been|was|is) (?:retired|archived|discontinued)|(?:the|this|that) (?:page|content|article) (?:has |seems to have )?(?:vanished|disappeared|flown away|walked off)[^.!?]{0,20}|you (?:may|might) have (?:mistyped|typed)[^.!?]{0,70}|four[- ]oh[- ]four|we(?:'ve| have) (?:removed|deleted|withdrawn|taken down|unpublished) (?:this|the|that) (?:page|article|story|post|content|item)|(?:the|this|that) (?:[a-z]{2,14} ){1,3}(?:that )?you(?:'re| are| were|'ve| have)? (?:looking for|requested|trying to \w{2,8}|tried to \w{2,8}) (?:could not be found|couldn't be found|was not found|cannot be found|can't be found|does not exist|doesn't exist|is no longer available|isn't available|has been removed|was removed|no longer exists)|we(?:'ve| have) moved (?:this|that|the) page"),
        ("German", r"(?:leider )?(?:wir )?(?:konnten|können|haben) (?:wir )?(?:leider )?(?:nicht (?:finden|gefunden),? (?:wonach|was)[^.!?]{1,40}|das (?:gesuchte|gewünschte) nicht finden)|(?:unter|an) dieser (?:adresse|stelle|url) (?:gibt es|existiert|ist|wurde|findet sich|befindet sich|haben wir|finden wir|konnten wir) (?:leider )?(?:keine?n? (?:seite|inhalte?|artikel|beitrag)|nichts)(?: gefunden| zu finden| finden| für (?:sie|dich))?(?: mehr)?|keine? (?:seite|inhalte?) (?:unter|an) dieser (?:adresse|url)(?: gefunden)?|wir haben (?:diese[ns]?|den|das|die) (?:artikel|beitrag|inhalt|seite|text|meldung) (?:entfernt|gelöscht|zurückgezogen|depubliziert|offline genommen)|(?:die|diese|der|dieser) (?:seite|artikel|beitrag|inhalt) ist (?:leider )?(?:weg|verschwunden|nicht mehr da)|(?:diese[rs]?|der|das) (?:sendung|video|beitrag|inhalt) ist nicht mehr zu (?:sehen|hören|lesen)|die (?:gesuchte|gewünschte|angeforderte|aufgerufene) (?:seite|adresse) (?:gibt es|existiert|wurde|ist) [^.!?]{0,20}nicht[^.!?]{0,20}"),
        ("Dutch", r"(?:helaas )?(?:we|wij) (?:konden|kunnen|hebben) (?:helaas )?niet (?:vinden|gevonden),? (?:wat|waar)[^.!?]{1,40}|(?:deze|de|dit|het) (?:pagina|artikel|uitzending|aflevering|video|bericht) is (?:weg|verdwenen|niet (?:meer|langer) (?:terug )?te (?:zien|lezen|vinden|beluisteren))|(?:er is |op dit adres is )(?:geen pagina|niets)(?: gevonden)?(?: op dit adres)?"),
        ("Swedish", r"(?:tyvärr )?(?:vi )?(?:hittade|hittar|kunde|kan) (?:tyvärr )?(?:vi )?inte (?:hitta )?(?:det|vad) (?:som )?(?:du|ni)[^.!?]{1,30}|(?:den här |denna )?(?:sidan|artikeln) (?:är borta|har försvunnit)|vi har (?:tagit bort|avpublicerat|raderat) (?:den här |denna )?(?:sidan|artikeln|inlägget|texten)|det (?:finns|hittades) (?:ingen sida|ingenting|inget)(?: på)? (?:på )?(?:den här|denna) (?:adressen?|platsen?)"),
        ("Danish", r"(?:desværre )?(?:vi )?(?:kunne|kan|fandt) (?:vi )?(?:desværre )?ikke (?:finde )?det,? (?:som )?(?:du|i)[^.!?]{1,30}|(?:denne side|siden|artiklen) (?:er (?:væk|forsvundet|borte))|vi har (?:fjernet|slettet|afpubliceret) (?:denne |dette )?(?:siden|artiklen|artikel|indlægget)|der (?:er|findes) (?:ingen side|intet|ikke noget)(?: på)? (?:på )?denne adresse"),
        ("Norwegian", r"(?:dessverre )?(?:vi )?(?:kunne|kan|fant|finner) (?:vi )?(?:dessverre )?ikke (?:finne )?det,? (?:som )?(?:du|dere)[^.!?]{1,30}|(?:denne siden|siden|artikkelen) (?:er (?:borte|vekk|forsvunnet)|har forsvunnet)|vi har (?:fjernet|slettet|avpublisert) (?:denne |dette )?(?:siden|artikkelen|saken|innlegget)|det (?:er|finnes) (?:ingen side|ingenting|ikke noe)(?: på)? (?:på )?denne adressen"),
        ("Finnish", r"(?:valitettavasti )?(?:emme|en) (?:löytäneet|löydä|löytänyt) (?:etsimääsi|etsimäänne|hakemaasi|mitä etsit|pyytämääsi)[^.!?]{0,20}|(?:tämä )?(?:sivu|artikkeli) on (?:kadonnut|hävinnyt)|(?:tässä|tästä) osoitteessa ei ole (?:sivua|mitään)"),
        ("French", r"(?:désolé, )?(?:nous )?(?:n'avons|ne) (?:pas|parvenons pas à|trouvons pas|pouvons pas) ?(?:pu )?(?:trouvé|trouver)? ?(?:ce que|l'objet)[^.!?]{1,40}|(?:on dirait que )?nous avons (?:retiré|supprimé|dépublié) (?:cet article|cette page|ce contenu|ce texte)|(?:cette page|cet article) (?:s'est envolée?|a disparu|semble avoir disparu)|(?:ce|cet|cette) \w{1,12} n'est plus disponible (?:à (?:l'écoute|la lecture)|en (?:ligne|replay))|(?:l'auteur|l'utilisateur|la rédaction) a (?:supprimé|retiré) (?:ce|cet|cette) \w{1,14}|(?:il n'y a )?(?:aucune page|aucun contenu|rien|pas de page) (?:n'existe |ne se trouve )?à cette adresse"),
        ("Spanish", r"(?:lo sentimos, )?no (?:hemos (?:podido )?|pudimos |podemos |logramos |se )?(?:encontr\w{1,6}) (?:nada|lo que|la información)[^.!?]{0,40}|no (?:hay|existe) (?:nada|ninguna página|ningún contenido)(?: en esta dirección| aquí)?|hemos (?:retirado|eliminado|borrado) (?:este|esta|el|la) (?:artículo|página|contenido|noticia|texto)|(?:esta|la) página (?:ha desaparecido|desapareció)|(?:el (?:autor|usuario)|la redacción) (?:ha )?(?:elimin|borr|retir)(?:ó|ado) (?:est[ae]|el|la) \w{1,14}|(?:en )?esta dirección no (?:existe|contiene)[^.!?]{0,30}"),
        ("Portuguese", r"(?:desculpe, )?não (?:conseguimos |foi possível |pudemos )?(?:encontr\w{1,6}|localiz\w{1,6}) (?:nada|o que|aquilo que|o conteúdo)[^.!?]{0,40}|(?:esta|a) página (?:desapareceu|sumiu)|(?:o (?:autor|usuário|utilizador)|a redação) (?:removeu|apagou|excluiu|eliminou) est[ea] \w{1,14}|não (?:há|existe) (?:nada|nenhuma página|nenhum conteúdo)(?: neste endereço| aqui)?"),
        ("Italian", r"(?:spiacenti, )?non (?:abbiamo|siamo riusciti a|riusciamo a) (?:trovato|trovare) (?:quello|ciò|quanto|nulla)[^.!?]{0,40}|(?:questa|la) pagina è (?:scomparsa|sparita)|(?:l'autore|l'utente|la redazione) ha (?:eliminato|rimosso|cancellato) (?:quest[oa]|il|la) \w{1,14}|(?:non (?:c'è|esiste) )?(?:nessuna pagina|nulla|niente)(?: esiste| si trova)? a questo indirizzo"),
        ("Polish", r"(?:niestety )?nie (?:znaleźliśmy|możemy znaleźć|udało (?:nam )?się znaleźć) (?:tego|strony|treści)[^.!?]{0,40}|(?:usunęliśmy|wycofaliśmy) (?:ten |tę |to )?(?:artykuł|stronę|tekst|materiał|wpis)|pod (?:tym|podanym|wskazanym) adresem (?:nie (?:ma|znaleziono|istnieje)|nic nie)[^.!?]{0,30}|(?:ta )?strona zniknęła|nie ma (?:takiej|tej) strony(?: w[^.!?]{1,20})?"),
        ("Czech", r"(?:bohužel )?(?:jsme )?(?:nenašli|nemůžeme najít|nepodařilo se (?:nám )?najít)(?: jsme)?,? (?:to, )?(?:co|stránku, kterou)[^.!?]{1,30}|(?:článek|stránku|příspěvek|text|obsah) jsme (?:stáhli|odstranili|smazali)(?: z(?: našeho)? webu)?|na této adrese (?:nic|žádná|se nic|neexistuje)[^.!?]{0,30}|(?:tato )?stránka zmizela|taková stránka (?:tu )?(?:není|neexistuje)|stránku,? (?:kterou )?[^.!?]{1,20},? (?:nemůžeme najít|jsme nenašli|se nepodařilo najít)"),
        ("Hungarian", r"(?:sajnos )?nem (?:találtuk|találjuk|sikerült megtalálni)(?: meg)?,? (?:amit|azt|a keresett)[^.!?]{0,40}|ezen a címen (?:nincs|nem található)[^.!?]{0,30}|(?:a keresett |ez az? )?(?:oldal|lap) eltűnt(?:,? vagy [^.!?]{1,40})?|ilyen (?:oldal|cikk)(?: sajnos)? nincs"),
        ("Romanian", r"nu (?:am găsit|am putut găsi|putem găsi) (?:ceea ce|ce|nimic)[^.!?]{0,40}|nu există (?:nicio pagină|nimic) la această adresă|(?:această )?pagin[aă] a dispărut|la această adresă nu (?:există|se află)[^.!?]{0,30}"),
        ("Russian", r"(?:к сожалению, )?(?:мы )?не (?:нашли|смогли найти|можем найти) (?:то|того|ничего|ту страницу)[^.!?]{0,50}|(?:по|на) (?:этому|данному|указанному) адрес[уе] (?:ничего|ничто|страниц\w?|публикаций)[^.!?]{0,100}|(?:эта )?страница (?:исчезла|пропала|потерялась)|мы (?:удалили|сняли) (?:эту |этот |эту )?(?:страницу|статью|материал|новость|запись)(?: с (?:сайта|публикации))?|такой (?:новости|статьи|записи|публикации) (?:не существует|нет)"),
        ("Ukrainian", r"(?:на жаль, )?(?:ми )?не (?:знайшли|змогли знайти|можемо знайти) (?:те|того|нічого|ту сторінку|сторінку)[^.!?]{0,50}|(?:ця )?сторінка (?:зникла|пропала|загубилася)|(?:сторінки|статті|новини),? (?:яку ви шукаєте, )?(?:немає|нема)|за (?:цією|даною|вказаною) адресою (?:нічого|сторінки?|немає)[^.!?]{0,60}"),
        ("Greek", r"(?:λυπούμαστε, )?(?:δεν|δε) (?:βρήκαμε|μπορέσαμε να βρούμε|μπορούμε να βρούμε) (?:αυτό|ό,τι|τίποτα)[^.!?]{0,40}|δεν υπάρχει (?:τίποτα|σελίδα) σε αυτή(?:ν)? τη(?:ν)? διεύθυνση"),
        ("Turkish", r"(?:üzgünüz, )?aradığınız(?:ı| şeyi| içeriği| sayfayı| haberi)? (?:bulamadık|bulamıyoruz|bulunamadı|burada değil|şey bulunamadı)|(?:bu )?sayfa (?:kayboldu|kaybolmuş)|(?:bu )?(?:içerik|haber) (?:artık )?yayında değil|bu adreste (?:bir )?(?:sayfa|şey|içerik) (?:yok|bulunmuyor|bulunamadı)|(?:aradığınız )?(?:içeriğe|habere|sayfaya) (?:artık )?ulaşılamıyor|böyle bir (?:sayfa|haber|içerik) (?:yok|bulunmuyor)"),
        ("Arabic", r"(?:عذرا[ً]?،? )?(?:لم|لا) (?:نتمكن من|يمكننا|نستطيع|نجد|نعثر) ?(?:العثور على |إيجاد |على )?(?:ما |أي شيء|الصفحة |الخبر |المقال )[^.!?]{0,40}|لا (?:توجد|يوجد) (?:صفحة|شيء|محتوى) (?:في|على|بهذا) ?(?:هذا )?(?:العنوان|الرابط)|تم(?:ت)? (?:إزالة|حذف|نقل|سحب|إلغاء نشر) (?:هذا |هذه )?(?:ال)?(?:صفحة|مقال|محتوى|خبر|موضوع|منشور)(?: أو (?:حذفها|نقلها|حذفه|إزالتها))?(?: (?:من|بواسطة)[^.!?]{1,30})?"),
        ("Hebrew", r"(?:מצטערים, )?(?:לצערנו )?לא (?:מצאנו|הצלחנו למצוא|ניתן למצוא) את (?:מה|הדף|העמוד|הכתבה|מבוקשך)[^.!?]{0,30}|אין (?:דף|עמוד) בכתובת (?:זו|הזו)|(?:לצערנו )?(?:הדף|העמוד|הכתבה|הסרטון|התוכן)(?: המבוקש)? (?:כבר )?(?:אינו|אינה|לא) (?:זמי(?:ן|נה)|קיימת?)(?: יותר)?"),
        ("Persian", r"(?:متاسفانه |متأسفانه )?(?:چیزی|صفحه‌ای|مطلبی|آنچه)(?: که)? (?:به )?(?:دنبال|جستجوی) (?:آن|ان) (?:هستید|بودید) (?:پیدا|یافت) نشد|(?:در )?این (?:آدرس|نشانی) (?:چیزی|صفحه‌ای) (?:وجود ندارد|نیست|یافت نشد)|چنین (?:صفحه|خبر|مطلب)(?:‌?ای|ی)? (?:وجود ندارد|یافت نشد)"),
        ("Hindi", r"(?:क्षमा करें,? )?आप (?:जो|जिसे) (?:खोज|ढूंढ|ढूँढ) रहे (?:हैं|थे),? (?:वह )?(?:नहीं मिला|यहाँ नहीं है|उपलब्ध नहीं है)|इस पते पर कोई (?:पेज|पृष्ठ) नहीं है"),
        ("Thai", r"(?:ขออภัย ?)?(?:เรา)?ไม่พบ(?:สิ่ง|หน้า|เนื้อหา|ข้อมูล|บทความ|ข่าว)ที่(?:คุณ|ท่าน)?(?:กำลัง)?(?:ค้นหา|มองหา|ต้องการ|ร้องขอ)"),
        ("Vietnamese", r"(?:rất tiếc,? )?(?:chúng tôi )?không (?:thể )?tìm thấy (?:những gì|thứ|nội dung|điều|trang|bài viết|địa chỉ)[^.!?]{0,40}|(?:trang|tin|tin bài|bài viết)(?: này)? (?:đã biến mất|đã được gỡ(?: bỏ| xuống)?)|không có (?:gì|trang nào) (?:ở|tại) (?:địa chỉ|vị trí) này"),
        ("Indonesian and Malay", r"(?:maaf,? )?(?:kami )?(?:tidak|tak) (?:dapat |bisa )?(?:menemukan|menjumpai) (?:apa|yang|halaman|laman|artikel|konten)[^.!?]{0,40}|(?:halaman|berita|artikel)(?: ini)? (?:telah |sudah )?(?:hilang|ditarik)|tidak ada (?:halaman|apa-apa|apapun|konten) (?:di|pada) (?:alamat|lokasi) ini"),
        ("Japanese", r"(?:申し訳ございませんが、?)?(?:お探しの|ご指定の|該当する|指定された)[^。]{0,20}(?:見つけることができません|ございません|見当たりません)(?:でした)?|(?:ページ|記事|コンテンツ)を(?:見つけることが|表示することが)できません(?:でした)?|お探しのページは(?:、)?一時的に(?:アクセス|ご利用)[^。]{0,20}(?:か|または)、?(?:移動|削除)[^。]{0,40}|この[^。]{1,10}は(?:、)?(?:投稿者により)?(?:削除されました|存在しません|見つかりません(?:でした)?|公開を終了しました)|(?:この)?(?:記事|ページ|投稿|動画)は(?:、)?(?:現在)?非公開(?:または|か|もしくは|に設定)[^。]{0,20}|この(?:アドレス|url)に(?:は)?ページは(?:存在しません|ありません)|(?:投稿者|作成者|管理者|ユーザー|運営者|権利者)(?:により|によって|の(?:都合|意向|申し立て)により|が)削除(?:され(?:ました|ています)|しました)"),
        ("Korean", r"(?:죄송합니다[.,]? ?)?찾으시는 (?:내용|정보|것|결과)[^.]{0,6} (?:없습니다|찾을 수 없습니다)|(?:[^.]{1,14}거나 )(?:존재하지 않습니다|삭제되었습니다|없습니다)|(?:[^.]{1,14}거나 )?존재하지 않는 페이지입니다|(?:이|해당) [^.]{1,10}(?:은|는|이|가) (?:삭제되었습니다|존재하지 않습니다|비공개로 전환되었습니다)|이 주소에는? (?:페이지|내용)[^.]{0,4} 없습니다"),
        ("Chinese", r"(?:抱歉[，,]?|很抱歉[，,]?)?(?:我们|我們)?(?:没有|沒有|没|沒|未能|无法|無法|找不到)(?:找到)?(?:您|你)(?:所)?(?:要|想|想要|需要)?(?:访问|訪問|查看|浏览|瀏覽|找|寻找|尋找|请求|請求)?的(?:页面|頁面|网页|網頁|内容|內容|文章|资料|資料)|(?:当前|目前|該|该)?(?:作者|楼主|发布者|發佈者)(?:已|已經|已经)(?:删除|刪除)(?:了)?(?:该|此|該|这篇|這篇)?(?:博文|文章|内容|內容|帖子|贴子|文)|(?:页面|頁面|网页|網頁|文章)(?:已|可能)?(?:被)?(?:移动|移動)(?:或(?:被)?(?:删除|刪除))?|(?:该|此|這則|这条|本)(?:新闻|新聞|报道|報導|稿件|文)(?:已)?(?:被)?(?:撤稿|撤回|删除|刪除|撤下)"),
    ),
    (
        "Sorry, there's nothing at this address", "Wir konnten leider nicht finden, wonach du suchst", "Unter dieser Adresse gibt es keine Seite", "Vi hittade inte det du letade efter",
        "Emme löytäneet etsimääsi", "Nous n'avons pas trouvé ce que vous cherchez", "No pudimos encontrar lo que buscabas",
        "Pod tym adresem nie ma żadnej strony", "Na této adrese nic není", "По этому адресу ничего нет", "Aradığınızı bulamadık", "لم نتمكن من العثور على ما تبحث عنه", "לא מצאנו את מה שחיפשת",
        "ไม่พบสิ่งที่คุณกำลังค้นหา", "投稿者により削除されました", "该新闻已撤稿", "没有您要访问的页面",
        "По данному адресу публикаций на сайте не найдено, либо у вас нет доступа для просмотра информации по данному адресу",
    ),
    ("What we could not find in the archive", "Was wir nicht finden konnten", "Ce que nous n'avons pas trouvé à Rome", "没有您，就没有今天", "Чего мы не нашли в архиве", "作者に聞く", "页面设计"),
)  # fmt: skip

_WITHDRAWN = Family(
    "what was withdrawn or is not published, and no such entry",
    (
        ("English", r"there(?:'s| is) no (?:such )?(?:page|article|story|post|entry|record|topic|thread)(?: here| (?:with|under|by) (?:this|that) \w{2,10}| (?:in|on) (?:our|this) \w{2,12})|(?:sorry, )?(?:this|that|the) (?:page|article|story|post|content|piece|entry) (?:is|was|has been) (?:no longer online|not published|unpublished|not online(?: any ?more)?)|(?:it )?looks like (?:the|this|that) page (?:is|got|was) lost|no (?:such )?(?:article|page|entry|record|topic|post|story) (?:exists(?: here)?|here)"),
        ("German", r"(?:der|die|das|dieser?|dieses)(?: \w{4,14})? (?:beitrag|artikel|text|inhalt|seite|meldung|sendung) (?:wurde|ist)[^.!?]{0,60} (?:entfernt|depubliziert|zurückgezogen|offline(?: genommen)?)|depubliziert|hier (?:ist|gibt es|war) (?:ja |leider )?(?:gar )?nichts|kein(?:e|en)? (?:eintrag|beitrag|artikel|datensatz|meldung) (?:mit|unter) dieser (?:nummer|id|kennung|adresse)[^.!?]{0,20}"),
        ("French", r"l'(?:adresse|url|identifiant) (?:demandée?|saisie?) ne correspond à aucune? [^.!?]{3,40}|aucune? (?:article|page|contenu|sujet|fiche) (?:à cette adresse|ne porte ce numéro|avec cet identifiant)|(?:article|contenu|page) (?:retiré|dépublié|désactivé)e?(?: par [^.!?]{3,30})?|(?:cet|cette|ce) (?:article|page|contenu|annonce) n'est plus (?:publiée?|visible|active?|consultable)[^.!?]{0,30}"),
        ("Spanish", r"(?:no hay|no existe) ning[uú]na? (?:artículo|página|noticia|entrada|tema|registro) con (?:ese|este|esa|esta) \w{2,14}|(?:el|la|este|esta) (?:artículo|página|noticia|entrada|contenido) no (?:está|se encuentra) publicad[oa]|(?:contenido|artículo|página) (?:retirad[oa]|caducad[oa]|desactivad[oa])"),
        ("Portuguese", r"(?:a|esta|essa|o|este|esse) (?:matéria|página|notícia|conteúdo|artigo|texto) (?:pode ter saído|saiu) do ar|(?:este|esse|o) (?:anúncio|conteúdo|artigo) já não está (?:ativo|visível|publicado)|(?:anúncio|conteúdo) encerrado|não (?:achamos|há) (?:nada|nenhuma? \w{4,10}) (?:por )?aqui|não existe nenhuma? (?:artigo|página|notícia|registr?o) com (?:esse|este|essa|esta) \w{2,14}"),
        ("Italian", r"(?:la notizia|l'articolo|il contenuto|la pagina)(?: \w{5,12})? non (?:è presente|risulta presente|è più (?:presente|consultabile|pubblicat[oa]))[^.!?]{0,30}|(?:uffa, )?qui non c'è (?:niente|nulla)"),
        ("Dutch", r"(?:dit|het|deze|de) (?:artikel|bericht|pagina|advertentie|inhoud) is (?:op verzoek [^.!?]{3,30} )?(?:offline(?: gehaald)?|niet (?:langer|meer) (?:actief|online|zichtbaar))|er is geen (?:artikel|pagina|bericht) (?:met|op) dit (?:nummer|adres)"),
        ("Polish", r"nie ma (?:takiego|takiej) (?:wpisu|artykułu|strony|tematu|treści|ogłoszenia)[^.!?]{0,30}|(?:to|ten|ta) (?:ogłoszenie|artykuł|wpis|strona) (?:wygasł[oa]?|został[oa]? wycofan[eya])[^.!?]{0,30}|(?:artykuł|tekst|materiał) został wycofany[^.!?]{0,20}"),
        ("Czech", r"(?:litujeme, ale )?(?:požadovan(?:ou|ý)|hledan(?:ou|ý)) (?:stránku|článek) (?:neumíme|nemůžeme|nelze) (?:zobrazit|najít)|(?:hledaný|tento|požadovaný) (?:článek|příspěvek|záznam) (?:v databázi |na serveru )?(?:není|neexistuje|byl stažen)[^.!?]{0,20}|článek byl stažen"),
        ("Hungarian", r"(?:a megadott|ezzel az?) (?:azonosítóval|számmal|azonosítójú|címmel)[^.!?]{0,20} ?(?:nincs|nem található) (?:bejegyzés|cikk|oldal|hír)|(?:nincs|nem létezik) ilyen (?:oldal|cikk|bejegyzés|hír)|ez a (?:tartalom|cikk|írás) (?:törlésre került|törölve lett)"),
        ("Romanian", r"acest articol (?:a fost|este) (?:retras|depublicat|indisponibil)[^.!?]{0,30}|nu există (?:niciun articol|nicio știre|nicio pagină) cu acest \w{2,12}|articol (?:indisponibil|retras)"),
        ("Bulgarian", r"(?:исканата|търсената|тази) (?:новина|статия|страница|публикация) (?:вече )?не (?:съществува|е достъпна|е публикувана|е налична)[^.!?]{0,30}|свалено съдържание|няма такава (?:страница|статия|новина|публикация)"),
        ("Russian", r"(?:похоже, [^.!?]{3,40}, и )?(?:этой|такой|данной) (?:статьи|страницы|новости|публикации|темы) (?:у нас )?(?:уже |больше )?нет[^.!?]{0,30}|(?:материал|статья|новость|публикация|текст)[^.!?]{0,40} снят[ао]? с публикации|нет такой (?:статьи|страницы|новости|темы)"),
        ("Ukrainian", r"(?:цієї|такої) (?:статті|сторінки|новини|теми|адреси)[^.!?]{0,20} (?:вже |більше )?немає[^.!?]{0,20}|(?:матеріал|статтю|новину)[^.!?]{0,30} знято з публікації"),
        ("Greek", r"δεν υπάρχει (?:άρθρο|σελίδα|είδηση|θέμα) με αυτόν? τον? (?:κωδικό|αριθμό)|το (?:άρθρο|περιεχόμενο) αποσύρθηκε[^.!?]{0,20}"),
        ("Turkish", r"böyle bir (?:haber|sayfa|yazı|içerik|konu|ilan) (?:yok|bulunmuyor|mevcut değil)|(?:bu )?(?:ilan|haber|içerik|yazı)(?: sahibi)?(?: tarafından)? (?:kaldırıldı|kaldırılmış|silindi|silinmiş|yayında değil)"),
        ("Arabic", r"(?:تم|جرى) (?:حذف|سحب|إزالة) (?:هذا |هذه )?(?:الخبر|المقال|المقالة|الموضوع|المحتوى|الصفحة)[^.!?]{0,30}|لا يوجد (?:خبر|مقال|موضوع) بهذا (?:الرقم|العنوان)"),
        ("Persian", r"(?:مطلبی|خبری|صفحه‌ای|نوشته‌ای) با این (?:شناسه|شماره|نشانی|آدرس) (?:وجود ندارد|پیدا نشد|یافت نشد)|این (?:خبر|مطلب|صفحه)[^.!?]{0,20} (?:حذف|برداشته) شد(?:ه است)?"),
        ("Hebrew", r"לא (?:קיימת|קיים|נמצאה|נמצא) (?:ידיעה|כתבה|דף|עמוד|מאמר) (?:במספר|בכתובת|עם) [^.!?]{1,12}|ה(?:כתבה|ידיעה|דף|עמוד) הוסרה?"),
        ("Hindi", r"(?:यह|ये) (?:लेख|खबर|पेज|पृष्ठ|सामग्री) (?:अब )?(?:हटा|हटाया) (?:दिया|दी|गया|गई)[^.!?।]{0,12}|लेख हटाया गया"),
        ("Thai", r"(?:บทความ|เนื้อหา|หน้า|ข่าว)นี้(?:ถูกนำออก|ถูกลบ|ไม่สามารถอ่านได้อีก(?:ต่อไป)?|ไม่มีอยู่แล้ว)(?:แล้ว)?|ไม่มี(?:ข่าว|บทความ|หน้า)ที่(?:คุณ|ท่าน)?(?:เลือก|ต้องการ)[^ ]{0,10}"),
        ("Vietnamese", r"(?:bài viết|bài báo|tin|nội dung|trang|chủ đề)(?: này)? (?:đã bị|đã được) (?:gỡ|gỡ bỏ|xóa|xoá)[^.!?]{0,30}|không có (?:bài viết|trang|tin) (?:nào )?(?:với|tại) (?:mã|địa chỉ|số) này"),
        ("Indonesian and Malay", r"(?:artikel|berita|halaman|konten) ini (?:telah |sudah )?(?:ditarik|dicabut|diturunkan|dihapus)[^.!?]{0,30}|tidak ada (?:artikel|berita|halaman) dengan \w{3,8} (?:ini|tersebut)"),
        ("Swedish", r"(?:artikeln|sidan|texten|inlägget|annonsen) är (?:avpublicerad|borttagen|nedtagen|inte längre (?:aktiv|publicerad))|redaktionen har tagit (?:ned|bort) (?:texten|artikeln)|här (?:var|är) det (?:tomt|ingenting)|(?:du verkar ha angett )?en ogiltig (?:url|adress)"),
        ("Danish", r"(?:artiklen|siden|indlægget|annoncen) er (?:fjernet|afpubliceret|taget ned|slettet)[^.!?]{0,20}|(?:den )?(?:ønskede|søgte) (?:nyhed|artikel|side) (?:eksisterer|findes) ikke[^.!?]{0,20}"),
        ("Norwegian", r"(?:saken|artikkelen|siden|innlegget|annonsen) er (?:avpublisert|fjernet|tatt ned|slettet)[^.!?]{0,20}|fant ingen (?:sak|artikkel|side)[^.!?]{0,24}"),
        ("Finnish", r"(?:artikkeli|juttu|sivu|uutinen|ilmoitus) on (?:poistettu|piilotettu|vedetty pois)[^.!?]{0,20}|(?:hakemaasi|etsimääsi) (?:uutista|juttua|artikkelia|sivua) ei ole(?: olemassa| enää)?"),
        ("Japanese", r"(?:この|本|当該|こちらの)(?:記事|コンテンツ|ページ|ニュース)(?:の(?:公開|掲載|配信))?は[^。]{0,12}(?:終了|取り下げ)(?:し|いたし|され)(?:ました|ています)|お探しのものは[^。]{0,20}(?:なくなって|見つかり)[^。]{0,12}|公開終了のお知らせ"),
        ("Korean", r"(?:찾으시는|요청하신) (?:글|페이지|기사|게시물)(?:이|가|은|는)? (?:사라졌|삭제되었|없어졌)[^.]{0,24}|(?:기사|게시물)가? 없습니다|(?:언론사|작성자|저작권자)[^.]{0,12} 요청(?:으로|에 의해)[^.]{0,12} (?:삭제|중지)된 (?:기사|글|게시물)입니다|현재 찾을 수 없는 페이지[^.]{0,20}"),
        ("Chinese", r"(?:抱歉[，,]?)?(?:本|该|該|此|这|這)(?:篇|条|條)?(?:报道|報導|报导|新闻|新聞|文章|稿件|内容|內容|页面|頁面|贴子|帖子)(?:已|已经|已經)(?:被[^。]{0,8})?(?:撤回|撤稿|下架|下线|下線|收回)了?|(?:你|您)?(?:想看|要看|要找)的(?:这|這)?一?(?:页|頁|篇|个|個)[^。]{0,8}不在(?:这|這)[里裡儿]|(?:此|该|該)(?:信息|资讯|資訊|文档|文檔|文章)(?:不存在|编号有误|編號有誤)|文档id不存在"),
    ),
    (
        "There is no such article here", "This story is not published", "Depubliziert", "L'adresse demandée ne correspond à aucun article", "El artículo no está publicado",
        "A matéria pode ter saído do ar", "La notizia selezionata non è presente in archivio", "Deze advertentie is niet langer actief", "Nie ma takiego wpisu w naszej bazie",
        "Článek byl stažen", "Nincs ilyen oldal", "Articol retras", "Тази статия вече не е достъпна", "Такой темы больше нет", "Матеріал знято з публікації",
        "Δεν υπάρχει άρθρο με αυτόν τον κωδικό", "Böyle bir haber yok", "تم حذف هذا الخبر من قبل إدارة التحرير", "مطلبی با این شناسه وجود ندارد", "לא קיימת ידיעה במספר זה",
        "यह लेख अब हटा दिया गया है", "เนื้อหานี้ถูกนำออก", "Bài viết đã bị gỡ", "Artikel ini telah ditarik oleh redaksi", "Artikeln är avpublicerad", "Artiklen er fjernet",
        "Saken er avpublisert", "Juttu on poistettu", "この記事は公開を終了しました", "찾으시는 글이 사라졌거나 주소가 바뀌었어요", "抱歉，本篇報導已下架",
    ),
    (
        "There is no such thing as a free article", "Die Seite der Verlierer", "Depublizieren: ein Wort und seine Folgen", "Artículo 19", "Articolo 21", "Nie ma takiego miasta",
        "Таких людей больше нет", "Böyle bir ülke", "文章为什么总被下架", "撤稿风波", "내 글이 없다", "この記事を書いた人",
    ),
)  # fmt: skip

_NOTHING = Family(
    "nothing found, nothing here",
    (
        ("English", r"no (?:results?|matches|entries|items|records|stories|posts|articles)(?: (?:were )?found(?: here)?)?|nothing found|(?:there(?:'s| is) )?(?:absolutely )?nothing (?:to be found |found )?here|(?:it )?(?:looks|seems) (?:like|as if) (?:there(?:'s| is) )?nothing (?:is |was )?(?:here|found(?: here)?)"),
        ("German", r"keine (?:ergebnisse|treffer|beiträge|einträge|inhalte|artikel)(?: gefunden| vorhanden)?|(?:hier|da) (?:gibt es|ist|gibt's) (?:leider )?nichts(?: zu (?:sehen|finden|holen))?|(?:es wurde )?nichts gefunden|(?:es sieht so aus, als ob|scheint, als ob|anscheinend) (?:hier|an dieser stelle|es) nichts [^.!?]{0,20}"),
        ("Dutch", r"geen (?:resultaten|berichten|artikelen)(?: gevonden)?|(?:oeps,? )?(?:er is )?hier (?:is )?niets(?: te (?:vinden|zien))?|er is hier niets|(?:het lijkt erop dat )?er (?:is )?niets (?:is )?gevonden(?: op deze (?:locatie|plek))?(?: is)?|het lijkt erop dat er niets[^.!?]{0,40}"),
        ("Swedish", r"inga (?:resultat|träffar|inlägg)(?: hittades)?|(?:ingenting|inget) (?:hittades|här)|här finns (?:ingenting|inget)(?: att se)?|det (?:ser ut som|verkar som) att (?:inget|ingenting)[^.!?]{0,40}"),
        ("Danish", r"(?:ingen (?:resultater|indlæg)|intet) (?:blev )?fundet|ingen resultater|(?:der er |her er )(?:ikke noget|intet|ingenting)(?: her| at se)?|det ser ud til,? at (?:intet|der (?:ikke|intet))[^.!?]{0,40}"),
        ("Norwegian", r"(?:ingen (?:treff|resultater|innlegg)|ingenting) (?:ble )?funnet|ingen (?:treff|resultater)|her (?:er|var|finnes) (?:det )?(?:ingenting|ikke noe)(?: å se)?|det (?:ser|virker)[^.!?]{0,12} (?:ikke ut til|som)[^.!?]{0,20} (?:noe|ingenting)[^.!?]{0,30}"),
        ("Finnish", r"(?:ei (?:tuloksia|hakutuloksia|osumia))(?: löytynyt)?|(?:mitään|sisältöä) ei löytynyt|(?:täällä|tästä|tässä) ei ole mitään(?: nähtävää)?|näyttää siltä,? että[^.!?]{0,20} ei [^.!?]{0,30}"),
        ("French", r"(?:rien|aucun (?:résultat|contenu|article))(?: n'a été)? trouvé|aucun résultat|il n'y a rien (?:ici|à voir)(?: ici)?|(?:il )?sembler?(?:ait)? (?:qu'il n'y ait|que) rien[^.!?]{0,40}|pas de résultats?|(?:désolé, )?aucun (?:article|contenu|résultat) ne correspond[^.!?]{0,40}"),
        ("Spanish", r"(?:sin|no hay) (?:resultados|entradas|publicaciones)|no se (?:ha |han )?(?:encontr\w{1,5}) (?:nada|resultados|ningún resultado|ninguna entrada)[^.!?]{0,40}|(?:aquí )?(?:no hay|ya no hay) nada(?: aquí| que ver(?: aquí)?)?|aquí no hay nada(?: que ver)?|parece que no (?:se ha encontrado|hay) nada[^.!?]{0,40}"),
        ("Portuguese", r"(?:nenhum resultado|nada)(?: foi)? encontrado(?: aqui)?|nenhum resultado|sem resultados|(?:aqui )?não há nada(?: aqui| para ver)?|parece que (?:nada foi|não há)[^.!?]{0,40}"),
        ("Italian", r"(?:nessun (?:risultato|articolo|contenuto)|nulla|niente)(?: di)? trovato|nessun risultato|non è stato trovato (?:nulla|niente)[^.!?]{0,30}|qui non c'è (?:niente|nulla)(?: da vedere)?|sembra che (?:non|qui)[^.!?]{0,60}"),
        ("Polish", r"(?:brak|nie ma) (?:wyników|wpisów|treści)|nic (?:tu )?nie (?:zostało )?znaleziono|(?:tu|tutaj) nic nie ma|nic tu nie ma|wygląda na to, że (?:nic|niczego)[^.!?]{0,50}|niczego nie znaleziono"),
        ("Czech", r"žádné (?:výsledky|příspěvky|záznamy)|nic (?:nebylo |se )?(?:nenalezeno|nalezeno|nenašlo)|(?:tady|zde) nic není|nic (?:tu|tady|zde) není|(?:vypadá to|zdá se),? že [^.!?]{0,24} nic [^.!?]{0,20}"),
        ("Slovak", r"žiadne (?:výsledky|príspevky)|nič (?:sa )?(?:nenašlo|nebolo nájdené)|(?:tu|tuto) nič nie je"),
        ("Hungarian", r"nincs (?:találat|eredmény)|nem található (?:semmi|eredmény)|(?:itt )?(?:sajnos )?nincs (?:itt )?semmi|úgy tűnik,[^.!?]{0,24} nincs semmi|semmi sem található"),
        ("Romanian", r"(?:nimic|niciun rezultat) (?:nu a fost )?găsit|niciun rezultat|nu s-a găsit nimic[^.!?]{0,30}|(?:aici )?nu (?:este|e|există) nimic(?: aici)?|se pare că nu[^.!?]{0,50}"),
        ("Croatian and Serbian", r"(?:nema|bez) rezultata|ništa nije pronađeno|ovdje nema ničega|ovde nema ničega|нема резултата|ништа није пронађено"),
        ("Bulgarian", r"няма (?:резултати|намерени резултати|нищо тук)|нищо не (?:е|беше) намерено|тук няма нищо"),
        ("Russian", r"(?:нет|без) (?:результатов|записей)|(?:здесь|тут) (?:ничего|пусто)(?: нет)?|(?:похоже|кажется),? (?:что )?(?:здесь|тут|по этому адресу)[^.!?]{0,30}(?:ничего|нет)[^.!?]{0,20}|ничего не найдено"),
        ("Ukrainian", r"(?:немає|без) результатів|нічого не (?:знайдено|знайшлося)|(?:тут|здесь) (?:нічого|порожньо)(?: немає| нема)?|(?:схоже|здається),? (?:що )?[^.!?]{0,30}(?:нічого|немає)[^.!?]{0,20}"),
        ("Greek", r"(?:κανένα|δεν υπάρχουν) αποτελέσμα?(?:τα)?|κανένα αποτέλεσμα|δεν (?:βρέθηκε|βρέθηκαν|υπάρχει) (?:τίποτα|αποτελέσματα)(?: εδώ)?|φαίνεται (?:ότι|πως) δεν[^.!?]{0,50}"),
        ("Turkish", r"(?:hiçbir )?(?:şey|sonuç|içerik|kayıt) (?:bulunamadı|yok)|burada (?:hiç)?bir ?şey yok|(?:görünüşe göre|görünen o ki)[^.!?]{0,30} (?:yok|bulunamadı)"),
        ("Arabic", r"لم يتم العثور على (?:أي )?(?:شيء|نتائج|أي شيء)[^.!?]{0,30}|لا (?:توجد|يوجد) (?:نتائج|شيء|محتوى|أي شيء)(?: هنا)?|يبدو أنه? (?:لا|لم)[^.!?]{0,40}"),
        ("Hebrew", r"(?:לא נמצאו תוצאות|אין תוצאות|לא נמצא (?:דבר|כלום)|אין כאן (?:כלום|דבר|מה לראות)|לא נמצאו פוסטים)|נראה (?:ש|כי )[^.!?]{0,20}(?:לא נמצא|אין)[^.!?]{0,24}"),
        ("Persian", r"(?:هیچ )?(?:چیزی|نتیجه‌?ای|موردی|مطلبی) (?:یافت|پیدا) نشد|(?:اینجا )?(?:هیچ )?چیزی (?:اینجا )?(?:وجود ندارد|نیست)|به نظر می‌رسد[^.!?]{0,30}(?:وجود ندارد|نیست|یافت نشد)"),
        ("Hindi", r"(?:यहाँ |यहां )?कुछ (?:भी )?नहीं (?:मिला|है)|कोई (?:परिणाम|नतीजा|पोस्ट) नहीं(?: मिला| मिले| है)?|ऐसा लगता है कि[^।.!?]{0,30}कुछ (?:भी )?नहीं[^।.!?]{0,12}"),
        ("Thai", r"ไม่พบ(?:ข้อมูล|ผลลัพธ์|ผลการค้นหา|สิ่งใด|โพสต์|รายการ)|ไม่มี(?:อะไร|ข้อมูล|ผลลัพธ์)(?:ที่นี่|อยู่ที่นี่)?|ดูเหมือนว่า(?:จะ)?ไม่(?:มี|พบ)[^.!?]{0,30}"),
        ("Vietnamese", r"không (?:có|tìm thấy) (?:kết quả|gì|bài viết|nội dung)(?: nào)?(?: ở đây)?|(?:có vẻ như|dường như) không[^.!?]{0,40}"),
        ("Indonesian and Malay", r"(?:tidak|tak) ada (?:hasil|apa-apa|apapun|yang (?:ditemukan|cocok)|pos|postingan|artikel)(?: (?:di sini|ditemukan))?|hasil (?:tidak|tak) ditemukan|tiada (?:hasil|apa-apa)(?: (?:dijumpai|di sini))?|sepertinya tidak ada[^.!?]{0,40}|maaf,? tidak ada yang cocok[^.!?]{0,40}"),
        ("Japanese", r"(?:何も|なにも|検索結果(?:は|が)?|該当(?:する)?(?:記事|ページ|データ|投稿)?(?:は|が)?)(?:見つかりません(?:でした)?|ありません(?:でした)?|ございません)|ここには何も(?:ない|ありません)(?:ようです)?"),
        ("Korean", r"(?:검색 ?)?결과(?:가|를)? (?:없습니다|찾을 수 없습니다)|(?:여기에는? )?아무것도 (?:없습니다|찾을 수 없습니다)|(?:등록된 )?(?:글|게시물)이? 없습니다"),
        ("Chinese", r"(?:没有|沒有|未|找不到|没|沒)(?:找到|查询到|查詢到|搜索到|搜尋到)?(?:任何|相关|相關|符合(?:条件|條件)?的?|您要的)*(?:内容|內容|文章|结果|結果|数据|資料|资料|记录|記錄|信息)|(?:这里|這裡|此处|此處)(?:什么|什麼)?(?:都|也)?(?:没有|沒有|空空如也)(?:了)?|(?:查无|查無)此?(?:則|则|篇|條|条)?(?:新闻|新聞|文章|页面|頁面|资料|資料|结果|結果|此人|内容|內容|部落格|帳號|账号|用户|網頁)"),
    ),
    (
        "No results", "There is nothing here", "Keine Ergebnisse", "Hier gibt es nichts zu sehen", "Geen resultaten", "Inget hittades", "Intet fundet", "Ingenting funnet", "Mitään ei löytynyt",
        "Il n'y a rien ici", "Sin resultados", "Nenhum resultado encontrado", "Nessun risultato trovato", "Brak wyników", "Nic nebylo nalezeno", "Nincs találat", "Nimic găsit",
        "Нет результатов", "Нічого не знайдено", "Δεν βρέθηκε τίποτα", "Hiçbir şey bulunamadı", "لا توجد نتائج", "לא נמצאו תוצאות", "چیزی یافت نشد", "कुछ नहीं मिला", "ไม่พบข้อมูล",
        "Không có kết quả", "Tidak ada hasil", "何も見つかりませんでした", "검색 결과가 없습니다", "没有找到符合条件的文章", "查無資料",
    ),
    ("Nothing is found by chance", "Nichts für ungut", "Rien ne va plus", "Nada", "Niente paura", "Nic się nie stało", "Ничего личного", "何もない町", "无中生有"),
    alone=True,
)  # fmt: skip

_ASTRAY = Family(
    "the visitor went astray",
    (
        ("English", r"(?:are you |you(?:'re| are| seem| look| appear) ?(?:to be )?(?:a (?:bit|little) )?)lost|(?:looks|seems) like you(?:'re| are|'ve| have)? (?:lost|got(?:ten)? lost|taken a wrong turn)|you(?:'ve| have) (?:reached|hit) a dead end"),
        ("German", r"(?:hast du dich|haben sie sich|du hast dich|sie haben sich|da hast du dich|da haben sie sich) (?:wohl |etwa )?(?:verlaufen|verirrt|verklickt)|sie sind falsch abgebogen"),
        ("Dutch", r"(?:bent u|ben je|je bent|u bent) (?:de weg kwijt|verdwaald)"),
        ("Swedish", r"(?:har du|du har) (?:visst )?gått vilse"),
        ("Danish", r"(?:er du|du er) (?:vist )?(?:faret vild|gået vild|på vildspor)"),
        ("Norwegian", r"(?:har du|du har) (?:gått deg vill|gått feil|kjørt deg vill)"),
        ("Finnish", r"(?:eksyitkö|oletko eksyksissä|olet eksyksissä|eksyit)"),
        ("French", r"(?:vous (?:êtes|semblez)|êtes-vous|tu es|on dirait que vous êtes) (?:être )?(?:perdue?s?|égarée?s?)|vous vous êtes (?:perdue?s?|égarée?s?)"),
        ("Spanish", r"(?:te has|se ha|estás|¿?te has|parece que te has) perdid[oa]|(?:¿?te )?perdiste"),
        ("Portuguese", r"(?:você (?:está|parece)|estás|parece que você se) (?:estar )?perd(?:id[oa]|eu)|você se perdeu"),
        ("Italian", r"(?:ti sei|vi siete|ti sarai|sembra che tu ti sia) pers[oai]"),
        ("Polish", r"(?:chyba )?(?:się )?(?:zgubiłeś|zabłądziłeś|zgubiliśmy|zgubiłaś)(?: się)?|zabłądził[eo]ś"),
        ("Czech", r"(?:zabloudili|ztratili) jste(?: se)?|(?:asi )?jste (?:zabloudili|se ztratili)"),
        ("Hungarian", r"(?:úgy tűnik, )?(?:eltévedt(?:él)?|rossz helyen jársz?)"),
        ("Romanian", r"(?:te-ai|v-ați|se pare că te-ai) (?:rătăcit|pierdut)"),
        ("Russian", r"(?:кажется|похоже)?,? ?(?:вы|ты) (?:заблудил(?:ись|ся|ась)|потерял(?:ись|ся)|ошиблись (?:адресом|дверью))"),
        ("Ukrainian", r"(?:здається|схоже)?,? ?(?:ви|ти) (?:заблукали|загубились|заблудились)"),
        ("Greek", r"(?:χαθήκατε|χάθηκες|μάλλον χαθήκατε)"),
        ("Turkish", r"(?:kayboldunuz|kayıp mı oldunuz|yolunuzu mu kaybettiniz|galiba kayboldunuz|yanlış yoldasınız)"),
        ("Arabic", r"(?:يبدو أنك|هل) (?:ضللت الطريق|تائه|ضعت|تهت)"),
        ("Hebrew", r"(?:הלכת לאיבוד|הלכתם לאיבוד|נראה שהלכת לאיבוד|טעית בדרך)"),
        ("Indonesian and Malay", r"(?:sepertinya )?(?:anda|kamu) (?:tersesat|sesat)"),
        ("Vietnamese", r"(?:có vẻ |hình như )?bạn (?:đã |đang )?(?:bị )?(?:lạc|đi lạc)(?: đường| lối)?"),
        ("Thai", r"(?:คุณ|ดูเหมือนคุณ)(?:กำลัง)?หลงทาง(?:แล้ว)?"),
        ("Japanese", r"(?:道に迷(?:いました|ったようです)|迷子(?:です|になりました|のようです))か?"),
        ("Korean", r"길을 (?:잃으셨나요|잃었나요|잃으셨군요|잘못 드셨군요)"),
        ("Chinese", r"(?:您|你)(?:好像|似乎)?(?:迷路|走错(?:路|地方)?|走錯(?:路|地方)?)了?(?:吗|嗎)?"),
    ),
    ("You seem to be lost", "Hast du dich verlaufen?", "Vous êtes perdu ?", "¿Te has perdido?", "Вы заблудились", "Zabloudili jste?", "Kayboldunuz", "您迷路了"),
    ("Lost in translation", "Verlaufen im Wald", "Perdu de vue", "Перевал", "迷路的孩子回家了"),
    alone=True,
)  # fmt: skip

FAMILIES = (_LINKS, _SOUGHT, _WITHDRAWN, _NOTHING, _ASTRAY)
