"""Marks of a page that speaks to its visitor, or of his visit, rather than of a story or of its site. Pure.

No table of wordings of refusals is ever whole. What they have in common is whom they speak to and what they speak of,
and languages have few words for that, to which none is added: they say you and please, not, only and must, and they
name what a server and a browser deal in. A page may also show it without words: by a form, a number under which to ask,
a script on a page with nothing else, a cookie.

A mark proves nothing by itself. It tells that the front page is worth asking, see `siblings.could_turn_away`. Two of
different kinds on a page without links to others tell that it is no page of a site, see `addresses_visitor`.
"""

import re
from collections.abc import Iterator
from functools import cache
from unicodedata import normalize

from feedtool.http.exchange import Response
from feedtool.pages.page import Page
from feedtool.pages.shown import size
from feedtool.quick import quick
from feedtool.stems import Stems

_FEW_LINKS = 2  # of a page that leads nowhere but home, or to whom to ask
_BARE = 500  # letters of a page without links that may be there for its script alone
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


def _plain(text: str) -> str:
    """Return a text in lower case as the words are searched; of Turkish capitals nobody knows which i they were."""
    return normalize("NFC", text).replace("’", "'").replace("ı", "i")


@quick(frozen=True, slots=True)
class WordClass:
    """A closed class of words in all languages, in lower case, with sentences that hold one and one that holds none.

    ``word*`` is the beginning of words and ``*word`` the end of some; ``*word*`` may stand anywhere, as do words of
    scripts that part none. An underscore stands for a space. Words that are ``common`` stand in prose of any kind.
    """

    name: str
    words: str
    examples: tuple[str, ...]
    counter: str
    common: bool = False

    def stems(self) -> Iterator[str]:
        """Yield the words as regular expressions over lower-case text."""
        for word in _plain(self.words).split():
            stem = re.escape(word.strip("*").replace("_", " "))
            unspaced = _UNSPACED.search(word) is not None and not word.startswith("*")
            begins = "" if unspaced or word.startswith("*") else r"\b"
            ends = "" if unspaced or word.endswith("*") or not word[-1].isalnum() else r"\b"
            yield f"{begins}{stem}{ends}"


@quick(frozen=True, slots=True)
class Sign:
    """What tells without words that a page speaks to its visitor: found in its source or in its text, in lower case."""

    name: str
    pattern: re.Pattern[str]
    example: str
    counter: str
    in_text: bool = False

    def sees(self, page: Page) -> bool:
        """Return whether a page bears the sign."""
        return self.pattern.search(page.text if self.in_text else page.lower) is not None


WORD_CLASSES = (
    WordClass(
        "you",
        "you iyong your yours yourself yourselves 您 你 阁下 閣下 あなた お客様 お客さま 皆様 皆さま ご利用 ご覧 ご了承 ご確認 당신 귀하 고객님 회원님 여러분 "
        "sie ihr ihre ihrem ihren ihrer ihres ihnen du dein* dir dich euch euer eure* vous votre vos tu ton tes toi "
        "usted ustedes su sus tus ti vosotros vosotras vuestr* você vocês seu sua seus suas teu tua "
        "lei tuo tua tuoi tue voi vostr* uw jij je jou jouw jullie dig ditt dina ni ert dine deg dere deres "
        "sinä sinu* teidän teille teitä teiltä teillä ty twój twoj* twoi* tobie cię pan pani państw* vy vás vám vaš* váš* tvůj tvé tvoje tě vami "
        "ön önt önnek önök* téged neked dumneavoastră dvs tău voi vă вие ви вас вашия вашата вашето вашите ваш* твоя твоят твоето ти "
        "вы вам вами ты твой твоя твоё тебя тебе твій твоє vas vam tvoj* σας εσείς εσύ εσάς σου siz sizin sizi sizden sen senin sana *iniz *ınız *unuz *ünüz "
        "أنت أنتم لك لكم لديك لديكم عليك عليكم إليك بك بكم شما شمارا אתה אתם שלך שלכם לך לכם עליך עליכם אליך אליכם "
        "आप आपका आपकी आपके आपको तुम तुम्हारा तुम्ही आपण আপনি আপনার আপনাকে நீங்கள் உங்கள் మీరు మీ آپ คุณ ท่าน bạn quý_khách anda kamu "
        "sina sinul sinu teie teil jūs jūsu jums tavs tavu tavā jūsų tavo vostè vosaltres teu teva teves vostede zure zuk "
        "þú þinn þín þitt þér ju juaj tuaj თქვენ* դուք ձեր* сіз* та_бүх* таны ທ່ານ អ្នក သင်",
        (
            "Your address is on a list.",
            "Vous êtes sur une liste.",
            "您的线路",
            "Ваш адрес в списке.",
            "Adresiniz listede.",
        ),
        "News from the valley, every week since 1921.",
    ),
    WordClass(
        "please, thanks and sorry",
        "please kindly sorry thank thanks apolog* 请 請 烦请 煩請 谢谢 謝謝 抱歉 对不起 對不起 ください 下さい お願い 願います 申し訳 恐れ入り "
        "세요 십시오 바랍니다 부탁 죄송 감사 bitte danke entschuldig* veuillez plaît svp merci désolé* por_favor favor gracias sentimos disculp* "
        "obrigad* desculp* per_favore prego si_prega grazie spiacent* alstublieft gelieve bedankt sorry helaas vänligen tack tyvärr venligst tak beklager vennligst takk "
        "ole_hyvä kiitos pahoittel* anteeksi proszę prosimy dziękuj* przepraszam* prosím prosíme děkuj* ďakuj* omlouvám* ľutujem* kérjük kérem köszön* elnézés* "
        "rugăm mulțum* моля благодар* съжал* пожалуйста просим просьба спасибо извините приносим ласка просимо дякуємо вибач* "
        "молимо хвала жао molimo hvala žao oprostit* prosimo oprostite παρακαλ* ευχαριστ* λυπόμαστε συγγνώμη lütfen teşekkür* üzgün* özür "
        "يرجى الرجاء رجاء فضلك شكرا* عذرا* نأسف نعتذر لطفا* متشکر* متأسف* אנא נא בבקשה תודה מצטער* סליחה कृपया धन्यवाद क्षमा खेद "
        "অনুগ্রহ দুঃখিত ধন্যবাদ தயவு நன்றி దయచేసి براہ_کرم شکریہ معذرت โปรด กรุณา ขออภัย ขอบคุณ vui_lòng xin cảm_ơn rất_tiếc "
        "mangyaring silakan silahkan harap mohon maaf terima_kasih sila palun tänan vabandus* vabanda* lūdzu paldies atvain* diemžēl prašom* ačiū atsipraš* apgailest* "
        "sisplau us_plau gràcies mesedez* vinsamleg* takk_fyrir lutem* გთხოვთ խնդրում tafadhali zəhmət өтін*",
        ("Please come back with another one.", "Bitte nochmals versuchen.", "请稍候", "Vă rugăm."),
        "A garden in spring, photographs by the lake.",
    ),
    WordClass(
        "not",
        "not no cannot never nobody without *n't 不 尚未 未能 未经 未經 未被 未满 未滿 未获 未獲 未开 未開 未授 未登 无 無 没 沒 勿 ない なく ません できず 않 못 없 아니 불가 불허 미지원 "
        "nicht kein* nie niemand ohne ne n'est n'a n'ont n'êtes n'avez n'y pas aucun* sans jamais non sin ningun* ningún nunca não sem nenhum* senza nessun* "
        "niet geen zonder nooit inte ej ingen inget inga utan aldrig ikke intet uden uten aldri ei eivät emme ilman eikä älä "
        "nie bez brak żad* nelze není nejsou nejste nemáte nemožno niet nemôž* nem nincs* nélkül sem ne nu fără niciun* nicio не няма без нет ни нельзя "
        "ні немає неможливо није нема нису ni nije nema nisu nemate brez nismo δεν δε μη μην χωρίς ούτε değil yok hayır *mamaktadır *memektedir *miyor *mıyor "
        "لا لم ليس ليست لن غير بدون دون نیست نیستند نمی* بدون غیر نشد نشده לא אין אינו אינה אינם ללא बिना नहीं मत ना না নেই নয় இல்லை முடியாது లేదు نہیں "
        "ไม่ มิได้ ห้าม không chưa chẳng tidak bukan belum tanpa jangan tiada ilma mitte nav nevar nedrīkst nėra negali* gabe sen "
        "ekki ekkert án nuk არ ვერ ոչ չի չէ жоқ емес yo'q deyil yox wala hakuna ບໍ່ មិន",
        (
            "This cannot be shown.",
            "Das geht nicht.",
            "Ce n'est pas pour ici.",
            "暂不开放",
            "Bu hizmet verilmemektedir.",
            "表示できません",
        ),
        "The site of the rowing club.",
        common=True,
    ),
    WordClass(
        "only",
        "only solely exclusively restricted 仅 僅 只 限于 限於 限定 のみ だけ に限 오직 한해 한정 에서만 에게만 만_가능 만_이용 만_볼 만_공개 "
        "nur ausschließlich lediglich seulement uniquement exclusivement solo sólo solamente únicamente exclusivamente "
        "só somente apenas soltanto solamente esclusivamente alleen enkel uitsluitend slechts bara endast enbart kun udelukkende forbeholdt bare utelukkende "
        "vain ainoastaan tylko wyłącznie jedynie pouze jen jenom výhradně iba len výhradne csak kizárólag numai doar exclusiv "
        "само единствено только лишь исключительно тільки лише виключно искључиво samo isključivo zgolj izključno μόνο αποκλειστικά yalnızca sadece yalnız "
        "فقط حصري* حصرا* تنها صرفا* ویژه רק בלבד केवल सिर्फ़ सिर्फ मात्र শুধু শুধুমাত্র কেবল மட்டும் மட்டுமே కేవలం صرف เฉพาะ เท่านั้น "
        "chỉ dành_riêng hanya khusus sahaja ainult üksnes vaid tikai vienīgi tik vien skirta només exclusivament bakarrik soilik aðeins eingöngu vetëm მხოლოდ միայն тек faqat lamang pekee зөвхөн",
        ("For staff only.", "Nur für Gäste.", "仅限校内", "Tylko w Polsce.", "Solo per soci."),
        "Quality products since 1987.",
        common=True,
    ),
    WordClass(
        "must",
        "must need needs needed required requires require necessary should shall 须 須 必须 必須 必需 需要 需在 需使用 需登 应当 應當 应该 應該 要求 務必 务必 必要 べき なければ 필요 해야 어야 필수 "
        "muss müssen musst erforderlich nötig benötigt benötigen notwendig soll* doit doivent devez devrez faut nécessaire* nécessite* requis* obligatoire* "
        "debe* deberá* hay_que necesari* necesita* requiere* requerid* deve devem deverá* precisa* necessári* requer* obrigatóri* devono bisogna occorre occorrono necessari* richiede richiedono obbligatori* "
        "moet moeten nodig vereist* måste krävs kräver behöver behövs skal kræver kræves nødvendig* må kreves krever täytyy pitää vaatii vaaditaan edellyttää tarvitaan tarvitset "
        "musi* musisz należy trzeba wymaga* konieczn* potrzebn* niezbędn* musí* musíte nutné nutno třeba vyžaduj* potřeb* treba potrebn* kell szükség* kötelező trebuie necesar* obligatori* necesită "
        "трябва необходим* нужн* нужен изисква* задължител* должн* должен надо следует требует* обязательн* повин* потрібн* потрібен необхідн* слід треба обов'язк* "
        "мора* потреб* неопходн* mora* potreb* neophodn* nužn* nujn* πρέπει απαιτείται απαιτούνται χρειάζεται χρειάζεστε gerek* lazım zorunlu* şart "
        "يجب يلزم مطلوب* ينبغي لازم باید نیاز* צריך חייב* נדרש* דרוש* יש_ל* चाहिए आवश्यक ज़रूरी जरूरी अनिवार्य প্রয়োজন অবশ্যই வேண்டும் చేయాలి ضروری จำเป็น ต้อง ควร "
        "cần phải bắt_buộc harus perlu wajib diperlukan mesti peab tuleb vaja vajalik nõutav nõuab jābūt vajag nepieciešam* reikia būtina privalo* reikaling* cal calen ha_de requereix behar þarf verður duhet საჭირო պետք керек kerak lazımdır kailangan lazima",
        (
            "A newer one is required.",
            "Il faut une carte.",
            "必须使用校园网",
            "Необходим новый.",
            "Güncel sürüm gereklidir.",
        ),
        "Acme Industries. Steel, pipes, valves.",
        common=True,
    ),
    WordClass(
        "what a server and a browser deal in",
        # request
        "request requests 请求 請求 リクエスト 要求 요청 anfrage* aufruf* requête* demande solicitud* petición peticiones pedido* solicitaç* requisiç* richiest* verzoek* begäran förfråg* anrop* "
        "forespørg* forespørsel* pyyn* żądani* zapytan* požadav* požiadav* dotaz* kérés* lekérés* cerere* cereri* заявка* заявки запрос* запит* захтев* zahtjev* zahtev* αίτημα αιτήμα* istek* isteğ* talep* "
        "*طلب* درخواست* בקשה בקשת* בקשות הבקשה अनुरोध* অনুরোধ கோரிக்கை คำขอ yêu_cầu permintaan užklaus* pieprasīj* päring* petició* "
        # connection and traffic
        "connection connections traffic 连接 連接 連線 流量 接続 通信 연결 접속 verbindung* connexion* conexi* conex* conexão ligação connession* verbinding* anslutning* forbindelse* tilkobling* yhtey* "
        "połączeni* připojen* spojení pripojen* kapcsolat* conexiun* връзка* връзката соединени* подключени* з'єднан* підключен* везу веза veza veze vezu povezav* σύνδεσ* bağlantı* اتصال* الاتصال חיבור* החיבור "
        "कनेक्शन การเชื่อมต่อ kết_nối koneksi sambungan ryšys ryšio savienojum* ühendus* connexió "
        # browser, script and cookies
        "browser* javascript cookie cookies 浏览器 瀏覽器 ブラウザ クッキー 브라우저 쿠키 navigateur* navegador* webbläsar* nettleser* selain* selaim* eväste* przeglądar* ciastecz* prohlížeč* prehliadač* böngész* süti* "
        "браузър* бисквит* браузер* прегледач* preglednik* kolačić* kolačic* brskalnik* piškot* περιήγησης tarayıcı* çerez* متصفح* المتصفح مرورگر* דפדפן* הדפדפן עוגי* ब्राउज़र* เบราว์เซอร์ คุกกี้ "
        "trình_duyệt peramban pelayar_web naršykl* slapuk* pārlūk* sīkdat* brauser* veebilehitse* küpsis* galet* kakor informasjonskaps* "
        # access and network
        "access network firewall proxy la_red a_rede rete nät nätet 访问 訪問 存取 防火墙 防火牆 アクセス ネットワーク 접근 네트워크 방화벽 zugriff* zugang netzwerk* accès réseau* acceso* acesso* accesso* accessi toegang netwerk* "
        "åtkomst* nätverk* adgang* netværk* tilgang* nettverk* pääsy* verkko* palomuur* dostęp* sieć sieci przístup* přístup* prístup* síť sítě sieť hozzáfér* hálózat* tűzfal* acces rețea* достъп* мрежа* мрежов* доступ* сеть сети мереж* "
        "приступ* pristup* mrež* dostop* omrež* πρόσβασ* δίκτυ* erişim* ağ ağı ağınız الوصول وصول الشبكة شبكة دسترسی* شبکه גישה הגישה רשת הרשת पहुँच* पहुंच* नेटवर्क การเข้าถึง เครือข่าย truy_cập mạng akses jaringan capaian rangkaian "
        "prieig* tinkl* piekļuv* tīkl* ligipääs* juurdepääs* võrk võrgu* accés xarxa robot* bot bots captcha* капч* символы символов картинк* puzzle* slider* 字符 滑块 滑塊 拼图 拼圖 "
        # machines, programs, and what stands between
        "device* computer* terminal smartphone vpn app apps session sessions filter* *filter filtr* automat* automátic* 设备 設備 电脑 電腦 终端 客户端 客戶端 小程序 会话 會話 自动 自動 端末 アプリ 機械的 기기 단말 컴퓨터 앱 자동 gerät* rechner* appareil* ordinateur* dispositiv* ordenador* computador* aparelho "
        "apparaat apparaten enhet* dator* enhed* laite* laitt* koneilla koneella tietokone* urządzeni* komputer* zařízen* počítač* zariaden* eszköz* számítógép* gépein dispozitiv* calculato* application aplica* aplikac* aplikaatio* applicazion* sovellu* alkalmazás* "
        "устройств* компют* компьютер* приложени* автомат* фильтр* филтр* сессия сеанс пристр* комп'ютер* застосун* фільтр* уређај* рачунар* uređaj* računal* računaln* naprav* συσκευ* υπολογιστ* εφαρμογ* φίλτρ* αυτόματ* cihaz* bilgisayar* uygulama* otomatik filtre* "
        "جهاز أجهزة حاسوب* تطبيق* آلي آلية دستگاه* رایانه* برنامک* خودکار מכשיר* מחשב* במחשב* יישומ* אפליקצי* אוטומטי* उपकरण डिवाइस कंप्यूटर ऐप स्वचालित อุปกรณ์ เครื่อง แอป อัตโนมัติ thiết_bị máy ứng_dụng tự_động perangkat peranti aplikasi otomatis seade* arvut* rakendus* ierīc* lietotn* automātisk* įrengin* kompiuter* programėl* ordinador* "
        # advertisements and what stops them, profiles and categories of filters, proofs of who one is, loading again
        "ad ads adblock* advertis* categor* profile reload refresh identity 广告 廣告 刷新 身份 実名 广告 広告 再読み込み 本人 광고 본인 새로고침 werb* werbung werbeblock* kategori* ausweis* neu_laden publicité catégor* profil* identité recharge* rafraîch* "
        "publicidad anuncio* categoría perfil identidad recarg* publicidade anúncio* identidade pubblicità annunci profilo identità ricaric* advertent* reclame profiel identiteit herlaad* annons* profilen legitimer* ladda_om annoncer* annonce* genindlæs* last_inn identitet* "
        "mainos* profiili* tunnist* lataa_sivu reklam* kategor* tożsamoś* odśwież* totožn* obnovte identita reklám* hirdetés* azonos* frissít* töltse reclamă reclame reîncărc* identit* рекла* категори* профил* самоличност* презаред* обновите личност* оновіть освежите "
        "oglas* identitet* osvježit* osvežit* istovet* διαφημ* κατηγορί* προφίλ ταυτότητ* ανανεώ* kimli* yenile* الإعلان* إعلان* هوية التحميل تبلیغ* هویت פרסומ* חוסם זהות विज्ञापन* पहचान लोड โฆษณา ตัวตน โหลด quảng_cáo danh_tính tải_lại iklan identitas muat "
        "reklaam* isikut* reklām* identitāt* pārlād* tapatyb* įkelkite anunci* anuncis publicitat identitat recarreg* "
        # waiting rooms and turns
        "queue* waiting_room in_line 排队 排隊 等候 候车 候車 依序 次序 順番 待合 대기 순서 순번 warteraum* warteschlange* attente affluence turno espera fila attesa coda wachtkamer* wachtrij* väntrum* kö venteværels* venterom* odotushuon* jono jonossa poczekaln* kolejk* čekárn* čakár* poradi* "
        "váróter* várólist* așteptare coadă чакалн* опашк* ожидани* очеред* очікуванн* черг* чекаон* čekaon* čakaln* αναμον* ουρά bekleme* sıra sıraya انتظار نوبت המתנה תור प्रतीक्ष* क्रम रอ คิว chờ hàng_đợi tunggu menunggu antre* giliran ooteruum* järjekor* uzgaidām* rindā laukiam* eilė* cua "
        # who visits
        "user users visitor visitors 用户 用戶 使用者 访客 訪客 ユーザー 利用者 訪問者 사용자 이용자 방문자 benutzer* nutzer* besucher* utilisateur* visiteur* usuari* usuári* visitant* utente utenti utilizador* visitator* gebruiker* bezoeker* "
        "användar* besökar* bruger* bruker* besøgende besøkende käyttäj* kävij* użytkowni* uživatel* návštěvní* používate* návštevní* felhasznál* látogat* utilizator* vizitator* потребител* посетител* "
        "пользовател* користувач* відвідувач* корисни* korisni* posjetitelj* uporabni* obiskoval* χρήστ* επισκέπτ* kullanıcı* ziyaretçi* مستخدم* المستخدم* زائر* کاربر* بازدید* משתמש* גולש* उपयोगकर्ता* ผู้ใช้ ผู้เยี่ยมชม "
        "người_dùng khách pengguna pengunjung pelawat kasutaja* külastaja* lietotāj* apmeklētāj* vartotoj* naudotoj* lankytoj* "
        # who pays
        "subscri* abonn* abonament* abonel* abbon* suscri* assinatura* assinante* prenumer* tilaus* tilaa* předplat* predplat* előfizet* претплат* pretplat* naročni* συνδρομ* اشتراك* مشترك* اشتراک* מינוי* למנויים सदस्यता* "
        "สมัครสมาชิก thuê_bao langgan* berlangganan tellimus* tellija* tellijatele abonement* abonent* 订阅 訂閱 購読 구독 подписк* підписк* передплат* абонамент* абонат* "
        # what is shown or not
        "content contents 内容 內容 コンテンツ 콘텐츠 컨텐츠 inhalt* contenu* contenido* conteúdo* contenut* inhoud* innehåll* indhold* innhold* sisältö* treść treści obsah* tartalom* tartalm* conținut* съдържани* содержани* контент* вміст* "
        "садржај* sadržaj* vsebin* περιεχόμεν* içeri* محتوى المحتوى محتوا תוכן התוכן सामग्री เนื้อหา nội_dung konten kandungan sisu saturs saturu saturam turinys turinį turinio contingut*",
        (
            "The connection is being looked at.",
            "Webbläsaren är för gammal.",
            "リクエストは破棄されました",
            "Sisältö on aikuisille.",
        ),
        "The Gazette. News from the valley.",
    ),
    WordClass(
        "now, and times below a day",
        "now currently temporarily moment momentarily seconds minute minutes hour hours o'clock today tonight tomorrow midnight noon until later again 现在 現在 目前 当前 當前 暂时 暫時 秒 分钟 分鐘 小时 小時 时至 時至 点至 點至 "
        "今日 今天 明日 明天 稍后 稍後 今すぐ 一時的 数秒 時から 時まで 明日 後ほど しばらく 현재 잠시 일시 초_후 분_후 시간 시부터 시까지 오늘 내일 나중 다시 "
        "minute* jetzt derzeit momentan vorübergehend augenblick* sekunde* stunde* uhr heute morgen bis später erneut maintenant actuellement instant* seconde* heure heures aujourd'hui demain jusqu* "
        "ahora actualmente momento* segundo* minuto* hora horas hoy mañana hasta luego agora atualmente instante* hoje amanhã até adesso attualmente attimo secondi minuti ora ore oggi domani dalle fino "
        "momenteel tijdelijk ogenblik* seconden minuten uur vandaag morgen later opnieuw för_närvarande tillfälligt ögonblick* sekunder minuter klockan timme timmar idag imorgon senare igen "
        "i_øjeblikket øjeblik* sekunder minutter klokken timer i_dag i_morgen senere øyeblikk* midlertidig hetki hetken sekunti* minuutti* minuutin tunti* tunnin kello tänään huomenna myöhemmin uudelleen "
        "teraz obecnie chwil* tymczasowo sekund* minut* godzin* dziś jutro później ponownie nyní momentálně dočasně chvíl* okamžik* vteřin* hodin* dnes zítra později znovu momentálne dočasne chvíľ* sekúnd* hodín hodiny zajtra neskôr znova "
        "jelenleg pillanat* átmenetileg másodperc* perc perce* óra óráig órától órakor között holnap később újra acum moment* temporar* secund* oră ore ora azi mâine mai_târziu din_nou "
        "сега момент* временно секунд* минут* час часа днес утре по-късно отново сейчас временно момент часов сегодня завтра позже позднее снова зараз тимчасов* хвилин* годину годин сьогодні завтра пізніше знову "
        "тренутн* привремено сати данас сутра касније поново trenutn* privremeno sekund* sati danas sutra kasnije ponovno ponovo začasno trenutek sekundah ura uro danes jutri pozneje znova τώρα προσωρινά στιγμή λίγο δευτερόλεπτ* λεπτά λεπτό ώρα ώρες σήμερα αύριο αργότερα ξανά "
        "şu_an şimdi geçici saniye* dakika* saat* bugün yarın sonra tekrar الآن حاليا* مؤقت* لحظ* ثوان* ثانية دقيقة دقائق ساعة ساعات اليوم غدا لاحقا* اکنون فعلا موقت* لحظ* ثانیه دقیقه ساعت امروز فردا بعدا* دوباره "
        "כעת עכשיו זמנית רגע שניות דקות שעה שעות היום מחר מאוחר שוב अभी फिलहाल अस्थायी क्षण सेकंड मिनट घंटे घंटा आज कल बाद फिर এখন মিনিট ঘণ্টা পরে இப்போது நிமிட மணி பிறகு ขณะนี้ ชั่วคราว สักครู่ วินาที นาที ชั่วโมง วันนี้ พรุ่งนี้ ภายหลัง อีกครั้ง "
        "hiện_tại bây_giờ tạm_thời giây phút giờ hôm_nay ngày_mai lại sekarang saat_ini sementara sebentar detik menit hari_ini besok nanti lagi kini saat minit esok kemudian "
        "praegu ajutiselt hetk hetke sekundi* minuti* minutit tund* kell täna homme hiljem uuesti pašlaik īslaicīgi brīd* sekund* minūt* stund* šodien rīt vēlāk dabar šiuo_metu laikinai akimirk* sekundž* minut* minuč* valand* šiandien rytoj vėliau ara temporalment minuts hores avui demà més_tard",
        ("It opens at nine o'clock.", "Das dauert eine Minute.", "23時から停止", "Через несколько минут."),
        "News from the valley, every week since 1921.",
        common=True,
    ),
    WordClass(
        "whom to ask",
        "contact* support helpdesk webmaster admin admins administrator* administrador* администратор* адміністратор* 联系 聯絡 聯繫 客服 管理员 管理員 お問い合わせ 管理者 문의 관리자 kontakt* hilfe aide assistance contacto contacta* contáct* soporte ayuda contato ajuda suporte contatt* assistenza "
        "beheerder ondersteuning hjälp hjælp hjelp tuki yhteyttä ylläpit* pomoc* podpor* wsparci* správce segítség* ügyfél* üzemeltet* asistenț* поддръжка свърже* поддержк* свяж* связ* підтримк* зверн* "
        "подршк* podršk* επικοινων* διαχειριστ* υποστήριξ* iletişim destek yönetici* اتصل تواصل الدعم المسؤول پشتیبانی مدیر* תמיכה מנהל* संपर्क सहायता ติดต่อ ผู้ดูแล liên_hệ hỗ_trợ hubungi bantuan pentadbir võtke klienditugi palīdzīb* sazini* pagalb* susisiek*",
        ("Contact the owner.", "Свяжитесь с нами", "如有疑问联系管理员"),
        "Welcome to the village by the river.",
    ),
    WordClass(
        "danger and safety, what is closed or against a law",
        # danger
        "malicious malware phishing virus* threat* attack* harmful dangerous unsafe risk risky suspicious* spam* hack* abuse abusive fraud* scam* schädlich* gefahr* gefähr* bedroh* angriff* verdächtig* missbrauch* malveillant* "
        "menace* attaque* dangereu* suspect* nuisible* malicios* amenaza* ataque* peligro* sospechos* dañin* ameaça* perigos* suspeit* minacc* attacc* pericolos* sospett* dannos* kwaadaardig* bedreig* aanval* gevaarlijk* verdacht* "
        "skadlig* farlig* misstänk* skadelig* trussel* mistænk* mistenk* haitalli* uhka* vaaralli* epäily* złośliw* zagroż* niebezpiecz* podejrzan* atak* škodliv* hrozb* nebezpe* podezřel* podozriv* útok* kártékony* veszély* gyanús* támad* "
        "malițios* periculos* amenințar* suspect* вредоносн* угроз* опасн* подозрител* атак* злонамерен* опасност* шкідлив* загроз* небезпе* підозріл* малициозн* zlonamjer* zlonamer* prijetnj* pretnj* sumnjiv* κακόβουλ* απειλ* επικίνδυν* ύποπτ* επίθεσ* "
        "zararlı* tehdit* tehlike* şüpheli* saldırı* ضار* خبيث* تهديد* خطير* مشبوه* هجوم* مخرب* تهدید* خطرناک* مشکوک* זדוני* איום מסוכן* חשוד* התקפ* खतरा ख़तरा संदिग्ध อันตราย ภัยคุกคาม น่าสงสัย độc_hại nguy_hiểm đe_dọa đáng_ngờ tấn_công berbahaya ancaman mencurigakan serangan "
        "危险 危險 恶意 惡意 攻击 攻擊 可疑 病毒 钓鱼 釣魚 风险 風險 危険 悪意 不審 攻撃 脅威 위험 악성 의심 공격 위협 "
        # safety
        "security secure securely safety protected verification verifying verify sicherheit* geschützt* sécuri* protég* segurid* proteg* segur* seguranç* sicurezza protett* veilig* beveilig* beschermd* säker* sikker* turvalli* tietoturva* "
        "bezpiecze* bezpečn* biztonság* védel* securit* protej* безопасн* защищ* сигурност* безпек* захищ* захист* безбедн* sigurnos* bezbedn* varnos* ασφάλ* προστα* güvenli* أمان* الأمان أمني* الأمن محمي امنیت* אבטח* מוגן הגנה "
        "सुरक्षा सुरक्षित ความปลอดภัย ปลอดภัย bảo_mật an_toàn keamanan dilindungi turvalis* drošīb* saugum* öryggi* 安全 防护 防護 セキュリティ 보안 안전 "
        # closed, and against a law
        "locked lock blocked blocking blocks unlock withheld legal* illegal unlawful prohibited forbidden banned ban warning gesperrt* sperr* blockier* illegal* rechtswidrig* warnung* verrouillé* blocage illégal* interdit* avertissement* bloque* ilegal* prohib* advertencia* bloquei* proibi* "
        "bloccat* blocco illegal* vietat* avvertenz* geblokkeerd* vergrendeld* illegaal verboden waarschuw* spärr* blocker* olaglig* varning* blokér* spær* ulovlig* advarsel* sperr* lukittu* laiton* laittom* varoitus* zablokow* blokad* nielegaln* zakazan* ostrzeżeni* blokov* blokován* zablokov* nezákon* "
        "zakázan* upozorněn* varován* zakázan* letilt* tiltott* illegális* figyelmeztet* blocat* blocare interzis* avertis* блокир* заблок* незакон* запре* предупрежд* забранен* предупрежден* блокув* незаконн* заборон* попередж* блокира* забрањ* blokira* nezakonit* zabran* upozoren* opozoril* "
        "κλειδωμ* παράνομ* απαγορ* προειδοποί* engelle* yasadışı yasak* uyarı* محظور* محجوب* حظر غير_قانوني* ممنوع* تحذير* تنبيه* مسدود* غیرقانونی* ممنوع* هشدار* חסום חסומ* לא_חוקי* אסור* אזהר* ब्लॉक अवैध प्रतिबंध* चेतावनी ปิดกั้น ผิดกฎหมาย ต้องห้าม คำเตือน chặn khóa bất_hợp_pháp cấm cảnh_báo "
        "diblokir ilegal terlarang dilarang peringatan disekat haram amaran keelatud blokeer* hoiatus* bloķēt* aizliegt* brīdinājum* blokuo* draudžiam* uždraust* įspėjim* bannað* lokað* viðvör* 锁定 鎖定 封禁 封停 屏蔽 阻断 违规 違規 违法 違法 非法 警告 敏感 ロック 違反 不正 잠금 잠겨 차단 불법 경고 주의",
        (
            "This place is locked.",
            "Aus Sicherheitsgründen.",
            "Der Inhalt ist illegal.",
            "Uyarı",
            "敏感内容",
            "Блокування",
        ),
        "Welcome to the fair, and bring the children.",
    ),
    WordClass(
        "who comes: a human being, a crowd, a subscriber, from where",
        # human beings
        "human humans person mensch humain* persona humano* pessoa umano mens människa menneske* ihminen człowiek* člověk* človek* ember om człowiekiem "
        "человек* людина людини людиною insan* إنسان* انسان* אנושי אדם मानव इंसान मनुष्य মানুষ மனிதர் มนุษย์ con_người manusia cilvēk* žmogus žmogum* inimene 人間 사람 真人 人机 人機 "
        # crowds, and whose turn it is
        "busy crowd* queue waitlist waiting overload* viel_los andrang überlast* warteschlange affluence file_d'attente saturé* surcharg* saturad* personas_conectadas cola_de "
        "sobrecarreg* fila_de sovraccaric* in_coda druk wachtrij överbelast* trångt kö overbelast* travlt ruuhka* jonossa tłok przeciążon* kolejc* vytížen* přetížen* preťažen* túlterhel* aglomer* "
        "натоварен* перегружен* очередь очереди перевантажен* черга черзі преоптереће* preopter* υπερφόρτ* ουρά yoğun* sırada ازدحام مزدحم* شلوغ עומס भीड़ คิว คนเยอะ quá_tải đông ramai sibuk antrean "
        "混雑 混み 集中 順番 혼잡 대기열 접속자 拥挤 擁擠 排队 排隊 人数 人數 繁忙 "
        # subscribers and accounts
        "subscri* member members membership account accounts register* abonn* abo mitglied* konto compte* inscri* cuenta suscri* assinante* conta registr* abbonat* iscri* utente account lid leden prenumerant* medlem* abonnent* tilaaj* jäsen* "
        "prenumerat* konta předplat* predplat* előfizet* abonament* абонат* абонамент* подпис* підпис* передплат* претплат* pretplat* naročnik* συνδρομητ* üye* abone* مشترك* مشترکین عضو اعضا מנוי* सदस्य* ग्राहक* গ্রাহক* சந்தாதாரர்* สมาชิก thuê_bao thành_viên langganan berlangganan anggota "
        "გამომწერ* բաժանորդ* 会员 會員 订阅 訂閱 注册 註冊 会員 購読 登録 회원 구독 가입 "
        # from where
        "region country territory location area land standort pays territoire país región região paese regione landet maassa kraju zemi krajine ország* țar* страна* страни країн* земљ* zemlj* χώρα ülke* بلدك منطقتك کشور מדינ* देश प्रदेश ประเทศ quốc_gia negara wilayah "
        "地区 地區 国家 國家 地域 国外 지역 국가 ",
        (
            "Guests stand in a queue.",
            "Sadece üyeler.",
            "サービスは会員向け",
            "Nur im Land.",
            "서비스 지역",
            "Potwierdź, że jesteś człowiekiem",
        ),
        "Quality since 1987, steel and pipes.",
        common=True,
    ),
)

# What a page says that is not there: such words speak of the address, not of who asks for it.
ABSENCE = WordClass(
    "nothing, existence, what was moved, deleted or has ended, and links",
    "nothing exist exists existed deleted removed moved renamed withdrawn lost link links oops whoops uh-oh ooops hoppla ups uups oeps hoppsan hups hoppá jejda opa hay_aksi упс ουπς אופס اوپس opps ops oups vaya vaja "
    "什么都没有 什麼都沒有 空空 不存在 删除 刪除 移除 搬家 链接 連結 鏈接 网址 網址 迷路 何もありません 掲載期間 公開期間 掲載が終了 公開が終了 変更された可能性 存在しない 存在しません 削除 移動 リンク 迷子 아무것도 존재하지 삭제 이동되었 링크 찾을_수 "
    "nichts existiert existieren gelöscht entfernt verschoben depublizier* umgezogen verlaufen link rien existe existent supprimé* déplacé* retiré* lien liens nada existen eliminad* borrad* movid* trasladad* retirad* enlace enlaces encontrad* "
    "existem removid* apagad* excluíd* deslocad* niente nulla esiste esistono rimoss* eliminat* spostat* cancellat* collegamento niets bestaat bestaan verwijderd verplaatst verhuisd verdwaald koppeling "
    "ingenting finns borttag* raderad* flyttad* flyttats länk* ingenting findes slettet fjernet flyttet findes finnes mitään poistettu siirretty linkki linkin olemassa nic istnieje istnieją usunięt* przeniesion* skasowan* odnośnik* nic_zde neexistuj* smazán* odstraněn* přesun* odkaz* "
    "nič neexistuj* zmazan* odstránen* presunut* semmi létezik léteznek törölt* töröl* áthelyez* hivatkozás* nimic există șters* eliminat* mutat* legătur* нищо съществува* изтрит* преместен* премахнат* връзката_не ничего существует существуют удален* удалён* перемещ* ссылк* снят_с снята_с "
    "нічого існує існують видален* переміщен* посилан* ничега постоји обрисан* премештен* ničega ništa postoji postoje obrisan* izbrisan* premješten* uklonjen* poveznic* ničesar obstaja obstajajo odstranjen* premaknjen* τίποτα υπάρχει υπάρχουν διαγραφ* διαγράφ* μετακινήθ* μεταφέρθ* σύνδεσμ* "
    "bir_şey hiçbir_şey bulunamadı silin* taşın* kaldırıl* mevcut_değil bağlantı_kırık شيء حذف حذفت موجود* نقل الرابط رابط چیزی وجود حذف منتقل پیوند کلום כלום קיים קיימת נמחק* הוסר* הועבר* קישור कुछ मौजूद हटा* लिंक ไม่มีข้อมูล ลบ ย้าย ลิงก์ có_gì tồn_tại xoá xóa di_chuyển liên_kết "
    "apa-apa ada_di dihapus dipadam dipindahkan tautan pautan wujud midagi olemas kustutatud eemaldatud teisaldatud nekā neeksistē dzēst* pārvietot* saite nieko neegzistuoja ištrint* perkelt* nuorod* res existeix eliminat* esborrat* mogut* mogud* enllaç* "
    # who went astray, and what has ended for good
    "wander* vanish* misplac* wrong_turn astray farewell goodbye shutting_down shut_down closed_down discontinued eingestellt verabschied* abschied adieu ferme_ses_portes fermeture despedida cerramos "
    "encerrado encerramos chiude gestopt nedlagt nedlagd lagts_ned lopettan* zakończ* kończymy ukončen* ukončil* megszűn* desființat* закрыт закрыта закрываем* завершен* прекратил* закрито припин* затворен* zatvoren* kapandı kapatıldı έκλεισε "
    "أغلق وداعا تعطیل_شد נסגר đóng_cửa ditutup tutup ปิดตัว 停刊 停止服务 停止服務 终止 終止 关停 關停 已下线 已下線 cerrado_definitivamente definitivamente_cerrad* cerrad*_definitiv* fermé_définitivement définitivement_fermé ya_no_están no_longer n'est_plus ne_sont_plus já_não_está* niet_meer inte_längre ikke_længere ikke_lenger nicht_mehr nie_jest_już больше_не 已关闭 已關閉 停止运营 停止營運 停运 サービス終了 終了いたしました 終了しました 서비스_종료 종료되",
    (
        "There is nothing at this address.",
        "Der Text wurde gelöscht.",
        "Pod tym adresem nic nie ma.",
        "链接失效",
        "It wandered off.",
        "本刊已停刊",
    ),
    "The request was stopped by a filter.",
)

SIGNS = (
    Sign(
        "something to fill in or to press",
        re.compile(r"<(?:form|button|select|textarea)\b|<input\b(?![^<>]{0,300}\btype\s{0,9}=\s{0,9}[\"']?hidden)|\brole\s{0,9}=\s{0,9}[\"']?button"),
        '<input type="checkbox" name="human"> Human',
        '<p>The form of the valley.</p><input type="hidden" name="a">',
    ),
    Sign("an address to write or to call", re.compile(r"\bhref\s{0,9}=\s{0,9}[\"']?(?:mailto|tel):"), '<a href="mailto:a@b.example">us</a>', "<p>mailto</p>"),
    Sign(
        "kept out of indexes and stores",
        re.compile(r"<meta\b[^<>]{0,300}\b(?:noindex|no-store|no-cache)\b"),
        '<meta name="robots" content="noindex">',
        "<p>noindex</p>",
    ),
    Sign(
        "an address of the network",
        re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\d)|(?<![\w:])[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){4,7}(?![\w:])"),
        "Seen from 203.0.113.7.",
        "Version 1.2.3 of 12:30:45.",
        in_text=True,
    ),
    Sign(
        "a number under which to ask",
        re.compile(
            r"(?<![\w,.])\d{6,}(?![\w,]*\d)|(?<![\w-])(?=[0-9a-f-]*\d)(?=[0-9a-f-]*[a-f])[0-9a-f][0-9a-f-]{7,}(?![\w-])|"
            r"\b0x[0-9a-f]{4,}|(?<![\w-])(?!(?:19|20)\d\d-\d)(?=[0-9a-z-]*\d[0-9a-z-]*\d[0-9a-z-]*\d[0-9a-z-]*\d)[0-9a-z]{1,9}(?:-[0-9a-z]{1,12}){1,5}(?![\w-])"
        ),
        "Ref. 8f3a-91c0-77de",
        "On 2024-03-01, 1921-1998, of 12,000,000 and the well-known facade.",
        in_text=True,
    ),
)  # fmt: skip

_ADDRESS = WORD_CLASSES[:2]
_ABSENT = Stems(ABSENCE.stems())
_ACTS = re.compile(r"<script\b|<meta\b[^<>]{0,300}\brefresh\b")


@cache  # not before somebody asks: it takes a hundredth of a second
def _classes() -> tuple[tuple[WordClass, Stems], ...]:
    return tuple((words, Stems(words.stems())) for words in WORD_CLASSES)


@cache
def _all_words() -> Stems:
    return Stems(stem for words in WORD_CLASSES for stem in words.stems())


def speaks_to_visitor(page: Page, response: Response) -> bool:
    """Return whether a page, or the answer that brought it, bears a mark of speaking to its visitor."""
    if response.header("set-cookie") or "no-store" in response.header("cache-control").lower():
        return True
    if "noindex" in response.header("x-robots-tag").lower() or _is_there_for_its_script(page):
        return True
    return any(_signs_on(page)) or holds_word(_spoken_by(page))


def addresses_visitor(page: Page) -> bool:
    """Return whether a page leads nowhere and bears two marks of speaking to its visitor, one of which no prose has.

    A site's own page for addresses that it does not know leads on to others, or says what is not there.
    """
    if leads_on(page):
        return False
    said = _plain(_spoken_by(page))
    common = [words.common for words, stems in _classes() if stems.found_in(said)]
    common += (False for _ in _signs_on(page))
    return len(common) > 1 and not all(common)


def holds_word(text: str) -> bool:
    """Return whether a text in lower case holds a word of the closed classes."""
    return _all_words().found_in(_plain(text))


def speaks_of_visit(text: str) -> bool:
    """Return whether a text in lower case speaks to its reader, of what he came with, or of what is not there."""
    said = _plain(text)
    return _ABSENT.found_in(said) or any(stems.found_in(said) for words, stems in _classes() if not words.common)


def addresses_reader(text: str) -> bool:
    """Return whether a text in lower case says you, or please."""
    return any(stems.found_in(_plain(text)) for words, stems in _classes() if words in _ADDRESS)


def tells_of_absence(text: str) -> bool:
    """Return whether a text in lower case speaks of what is not there, or of links."""
    return _ABSENT.found_in(_plain(text))


def _signs_on(page: Page) -> Iterator[Sign]:
    """Yield the signs that a page bears; beside links to others a form is the site's, such as its search."""
    return (sign for sign in SIGNS if (sign.in_text or not leads_on(page)) and sign.sees(page))


def _spoken_by(page: Page) -> str:
    """Return what a page says: of one with links to others only headings and prose, since these name its parts."""
    return "\n".join((page.title, *page.headings, page.prose)) if leads_on(page) else f"{page.title}\n{page.text}"


def leads_on(page: Page) -> bool:
    """Return whether a page has more links than one that turns its visitor away, which leads home or to a contact."""
    return page.links > _FEW_LINKS


def _is_there_for_its_script(page: Page) -> bool:
    """Return whether a page has a script or leads on, little text, and no link."""
    return _ACTS.search(page.lower) is not None and "<a " not in page.lower and size(page.text) <= _BARE
