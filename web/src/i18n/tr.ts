import type { Messages } from "./en";
import { formats } from "./formats";

const f = formats("tr");

// Words from elsewhere (names, numbers, interests) stand where they need no suffix, because the
// suffix would depend on their sound.
export const tr: Messages = {
  time: {
    clock: f.clock,
    duration: f.duration,
    stopwatch: f.stopwatch,
  },

  titles: {
    "no-video": "Görüntü yok",
    "requesting-media": "Kameraya izin ver",
    "media-error": "Kamera sorunu",
    searching: "Birini arıyoruz",
    connecting: "Birini bulduk",
    talking: "Sohbet sürüyor",
    "partner-left": "Sohbet bitti",
    reconnecting: "Yeniden bağlanılıyor",
    unavailable: "Sunucuya ulaşılamıyor",
    refused: "Bağlantı kesildi",
    stopped: "Durduruldu",
    broken: "Bir sorun oluştu",
  },

  announcements: {
    searching: "Birini arıyoruz.",
    connecting: "Birini bulduk. Bağlanılıyor.",
    talking: "Bağlandınız. Merhaba de.",
    leftWaiting: (title: string) => `${title}. Devam etmek için Sonraki düğmesine bas.`,
    leftCounting: (title: string) => `${title}. Yeni arama üç saniye içinde başlıyor.`,
    reconnecting: "Sunucu bağlantısı koptu. Yeniden bağlanılıyor.",
  },

  welcome: {
    lane: "Nerede sohbet etmek istersin?",
    lanes: { general: "Genel", adult: "Yalnızca yetişkinler" },
    laneAdultHint:
      "Burada çıplaklık ya da cinsellik olabilir. Yalnızca bunu seçen başka kişilerle eşleşirsin.",
    title: "Yeni birine merhaba de.",
    mode: "Nasıl konuşmak istersin?",
    video: "Görüntülü",
    text: "Yazılı",
    start: "Başla",
    optional: "(isteğe bağlı)",
    interests: "İlgi alanları",
    interestsExample: "müzik, seyahat, satranç",
    interestsHint:
      "Her birinden sonra Enter’a bas. Karşındaki yalnızca ikinizin de sevdiklerini görür.",
    interestsFull: (max: number) =>
      `En fazla ${f.number(max)} tane ekleyebilirsin. Yenisini eklemek için birini kaldır.`,
    remove: (what: string) => `Kaldır: ${what}`,
    popular: "Şu an popüler",
    addInterest: (what: string) => `Ekle: ${what}`,
    languages: "Konuştuğun diller",
    anyLanguage: "Tüm diller",
    anotherLanguage: "Bir dil daha ekle",
    languageName: f.language,
    hideAddress: "Ağ adresimi gizle",
    hideAddressHint:
      "Görüntün bizim aktarma sunucumuzdan geçer; yabancılar nereden bağlandığını göremez.",
  },

  entrance: {
    online: (n: number) => f.plural(n, { other: "Şu an burada # kişi var" }),
    how: "Nasıl çalışır?",
    one: {
      title: "Her seferinde tek bir yabancı",
      video: "Birbirinizi görür ve duyarsınız.",
      text: "Birbirinize yazarsınız.",
    },
    skip: {
      title: "İstediğin an “Sonraki”",
      body: "Seni sıradaki kişiye götürür.",
    },
    gone: {
      title: "Hiçbir şey saklanmaz",
      body: "Hesap yok, kayıt yok, geçmiş yok.",
    },
    who: "Kiminle tanışmak istersin?",
    anyone: "Herkes olabilir",
    addressHidden: "Adres gizli",
    languagesHint: "Önce seninle ortak dili olanlarla, bir süre sonra herkesle eşleşirsin.",
    install: "Uygulamayı yükle",
    neverInstall: "Bir daha önerme",
  },

  preview: {
    label: "Kamera önizlemesi",
    wordsOnly: "Yalnızca yazı. Kameran ve mikrofonun kapalı kalır.",
    yours: "Kameran",
    noCameraFound: "Kamera bulunamadı",
    noMicrophone: "Mikrofon yok",
    camera: "Kamera",
    microphone: "Mikrofon",
    speaker: "Hoparlör",
    systemSpeaker: "Sistem hoparlörü",
    level: "Mikrofon düzeyi",
    cameraIsOff: "Kameran kapalı. Seni duyarlar ama göremezler.",
    waiting: "Kameran bekleniyor…",
    open: "Kamerayı dene",
  },

  requesting: {
    titleBoth: "Kamerana ve mikrofonuna izin ver",
    titleMicrophone: "Mikrofonuna izin ver",
    body: "Tarayıcın izin istiyor. Devam etmek için “İzin ver” seçeneğini seç.",
    calm: "Henüz kimse seni görmüyor. İkisini de istediğin an kapatabilirsin.",
    cancel: "Vazgeç",
  },

  stopped: {
    title: "Durduruldu",
    body: (met: number) =>
      met === 0
        ? "Kameran ve mikrofonun kapalı, birini aramayı da bıraktık."
        : f.plural(met, {
            one: "Bir kişiyle tanıştın. Kameran ve mikrofonun artık kapalı.",
            other: "# kişiyle tanıştın. Kameran ve mikrofonun artık kapalı.",
          }),
    again: "Yeniden başla",
    settings: "Ayarları değiştir",
  },

  searching: {
    title: "Birini arıyoruz",
    usual: "Genellikle çok kısa sürer.",
    alone: "Şu an senden başka arayan yok. Yerini tutuyoruz: ilk gelenle seni eşleştireceğiz.",
    quiet: "Şu an ortalık sakin. Biri gelene kadar yerini tutuyoruz.",
    startingWith: (interests: readonly string[]) =>
      `Önce şunları sevenlere bakıyoruz: ${f.or(interests)}.`,
    widened: {
      interests: "Artık başka ilgi alanları olanlara da bakıyoruz.",
      languages: "Artık başka diller konuşanlara da bakıyoruz.",
      recent: "Daha önce karşılaştığın birine denk gelebilirsin.",
    },
    estimate: (ms: number) => `Son bekleme süresi: yaklaşık ${f.duration(ms)}.`,
    people: (n: number) => f.plural(n, { other: "Burada # kişi var" }),
    coolDown: {
      title: "Aramaların şimdilik daha uzun sürüyor",
      why: {
        reports:
          "Birkaç kişi seni bildirdi. Her arama ilk yarım dakika kadar yalnızca aynı durumda olanlara, sonra herkese bakar.",
        network:
          "Birkaç kişi senin ağından gelen ziyaretçileri bildirdi. Her arama ilk birkaç saniye yalnızca aynı durumda olanlara, sonra herkese bakar.",
      },
      until: (atMs: number) => `Bu durumun biteceği zaman: ${f.moment(atMs)}.`,
    },
    addInterest: "İlgi alanı ekle",
    byText: "Yazarak sohbet et",
    tellMe: "Haber ver",
    willTell: "Haber vereceğiz",
    tips: [
      "Birini tanıyana kadar adını, adresini ve hesaplarını kendine sakla.",
      "Başlamak için bir gülümseme ve bir “selam” yeter.",
      "Karşındakine gününün nasıl geçtiğini sor: her dilde işe yarar.",
      "Bir şey seni rahatsız mı ediyor? Sıradakine geç ya da bildir: iki dokunuş yeter.",
      "Beklerken seni kimse göremez.",
      "Yüzüne vuran iyi bir ışık her kameradan daha çok işe yarar.",
      "Burada tanıştığın birine asla para gönderme.",
    ],
    reconnecting: "Yeniden bağlanılıyor",
    reconnectingBody: "Sunucu bağlantısı koptu. Birazdan kendiliğinden gelir.",
    restarting: "Sunucu yeniden başlıyor",
    restartingBack: (ms: number) => `Araman ${f.duration(ms)} sonra devam edecek.`,
    restartingSoon: "Araman her an devam edebilir.",
    found: "Birini bulduk",
    foundBack: "Biri geldi. Sayfaya dön.",
    bothLike: (interests: readonly string[]) => `İkinizin de sevdiği şeyler: ${f.and(interests)}.`,
    connecting: "Sizi bağlıyoruz…",
  },

  talk: {
    title: "Sohbet sürüyor",
    strangersCamera: "Karşındakinin kamerası",
    cameraOff: "Karşındakinin kamerası kapalı",
    muted: "Karşındakinin mikrofonu kapalı",
    bothLike: (interests: readonly string[]) => `İkinizin de sevdiği şeyler: ${f.and(interests)}`,
    pictureStopped: "Görüntü dondu. Geri getirmeye çalışıyoruz…",
    tapToPlay: "Oynatmak için dokun",
    selfAway: "Sunucu bağlantısı koptu. Yeniden bağlanılıyor…",
    partnerAway: "Karşındakinin bağlantısı koptu. Onu bekliyoruz…",
  },

  chat: {
    title: "Yazışma",
    close: "Yazışmayı kapat",
    latest: "Son mesajlar",
    messages: "Mesajlar",
    you: "Sen: ",
    stranger: "Karşındaki: ",
    sending: "Gönderiliyor",
    delivered: "İletildi",
    notSent: "Gönderilmedi",
    sendAgain: "Yeniden gönder",
    showAll: "Tümünü göster",
    showLess: "Daha az göster",
    typing: "Karşındaki yazıyor",
    message: "Mesaj",
    write: "Bir mesaj yaz",
    nobody: "Henüz yazacak kimse yok",
    held: "Yeni biri! Bir saniye bekle, sonra yaz",
    send: "Gönder",
    bytesLeft: (n: number) => f.plural(n, { other: "# kaldı" }),
    bytesOver: (n: number) => f.plural(n, { other: "# fazla" }),
    pasteCut: "Çok uzundu, yalnızca başı yapıştırıldı",
    emptyBefore: "Mesajlar burada görünecek.",
    empty: "Bağlandınız. Merhaba de.",
    emptyShared: (interests: readonly string[]) =>
      `Bağlandınız. İkinizin de sevdiği şeyler: ${f.and(interests)}. Merhaba de.`,
  },

  controls: {
    label: "Görüşme kontrolleri",
    mute: "Mikrofonu kapat",
    unmute: "Mikrofonu aç",
    youAreMuted: "Mikrofonun kapalı: seni duymuyorlar",
    noMicrophone: "Mikrofon yok",
    cameraOff: "Kamerayı kapat",
    cameraOn: "Kamerayı aç",
    noCamera: "Kamera yok",
    microphone: "Mikrofon",
    camera: "Kamera",
    chat: "Yazışma",
    openChat: "Yazışmayı aç",
    openChatUnread: (n: number) => `Yazışmayı aç, ${f.plural(n, { other: "# okunmamış" })}`,
    unreadMany: (n: number) => `${f.number(n)}+`,
    unread: (n: number) => f.number(n),
    stop: "Durdur",
    stopHint: "Durdur (Esc)",
    skip: "Sonraki",
    leaveQuestion: "Bu sohbetten ayrılmak istiyor musun?",
    leaveShort: "Ayrılıyor musun?",
    leave: "Ayrıl",
    keep: "Sohbete devam et",
  },

  left: {
    titles: {
      skip: "Karşındaki başkasına geçti",
      stop: "Karşındaki ayrıldı",
      ice_failed: "Sizi bağlayamadık",
      media_failed: "Karşındakinin kamerası bozuldu",
      reported: "Sohbet sonlandırıldı",
      disconnected: "Karşındakinin bağlantısı koptu",
      no_show: "Karşındaki gelmedi",
      closed: "Sohbet kapatıldı",
      connection_lost: "Bağlantı koptu",
    },
    noPath: "Ağlarınız birbirine ulaşamadı. Bazen olur.",
    noRelay:
      "Sizi doğrudan bağlayamadık, bu sitenin aktarma sunucusu da görüşme kabul etmiyor. Siteyi yönetenlere haber verdik.",
    tooShort: "Olur böyle şeyler. Sıradaki kişiye geçelim.",
    talkedFor: (ms: number) => `Sohbet süreniz: ${f.duration(ms)}.`,
    next: "Sonraki",
    wait: "Bekle",
    stillThere: {
      title: "Hâlâ orada mısın?",
      body: "Bir süredir hiçbir şeye dokunmadın, o yüzden şu an kimse seni görmüyor.",
      here: "Buradayım",
    },
    seconds: (n: number) => f.number(n),
  },

  safety: {
    nudityCheck: {
      unseen: {
        title: "Görüntü kontrol ediliyor…",
        body: "Tarayıcın kontrol eder etmez göreceksin.",
      },
      bare: {
        title: "Çıplaklık olabilir",
        body: "Tarayıcın görüntüyü bulanıklaştırdı. Yanılıyor olabilir.",
      },
      unknown: { title: "Kontrol edilemedi", body: "Tarayıcın görüntüyü kontrol edemedi." },
    },
    showAnyway: "Yine de göster",
    open: "Bildir ya da engelle",
    openLast: "Son kişiyi bildir",
    title: "Sorun ne?",
    intro: "Sohbet hemen biter ve sizi bir daha eşleştirmeyiz.",
    introLast: "Bu, konuştuğun son kişiyle ilgili. Sizi bir daha eşleştirmeyiz.",
    reason: "Neden",
    reasons: {
      nudity: "Çıplaklık ya da cinsel davranış",
      harassment: "Hakaret, tehdit ya da baskı",
      minor: "18 yaşından küçük görünüyor",
      spam: "Reklam, dolandırıcılık ya da bot",
      violence: "Şiddet ya da kendine zarar verme",
      other: "Başka bir şey",
    },
    note: "Ne oldu? (isteğe bağlı)",
    noteHint: "Bunu yalnızca siteyi yönetenler okur.",
    evidence: {
      title: "Olanları onlara göster",
      pictures: (n: number) =>
        f.plural(n, { one: "Son görüntüyü gönder", other: "Son # görüntüyü gönder" }),
      picture: "Karşındakinin görüntüsü",
      look: "Görüntüleri göster",
      chat: (n: number) => f.plural(n, { one: "Son mesajı gönder", other: "Son # mesajı gönder" }),
      hint: "Tarayıcın bunu yalnızca siteyi yönetenlerin açabileceği biçimde şifreler. Sunucu açamaz.",
      child:
        "Yalnızca yazdıkların gönderilir, görüntü gönderilmez: çocuk görüntüleri asla paylaşılmamalı.",
      hotline: "Tehlikedeki çocuklar için yardım",
    },
    report: "Bildir ve devam et",
    block: "Yalnızca engelle",
    cancel: "Vazgeç",
    notices: {
      reported: "Bildirildi. Sizi bir daha eşleştirmeyiz.",
      blocked: "Engellendi. Sizi bir daha eşleştirmeyiz.",
      "not-reported": "Bildirilemedi ama sizi bir daha eşleştirmeyiz.",
      "evidence-lost": "Bildirildi ama görüntüler ve mesajlar gönderilemedi.",
      "too-late": "Çok geç: sunucu artık onun kim olduğunu bilmiyor.",
    },
    blurFirst: "Bulanık başla",
    blurFirstHint: "İkiniz de görünmeyi seçene kadar birbirinizi bulanık görürsünüz.",
    blurred: "İkiniz de bulanıksınız",
    blurredMine: "Sen kendini gösterene kadar kimse seni tanıyamaz.",
    blurredTheirs: "Sen hazırsın. Karşındaki henüz değil.",
    reveal: "Kendimi göster",
    blurAgain: "Yeniden bulanıklaştır",
    hidden: "Görüntü ve ses kapalı",
    check: "Bu görüşmeyi doğrula",
    checkBody:
      "Bu dört emojiyi birbirinize okuyun. İkiniz de aynılarını görüyorsanız görüntü ve ses doğrudan tarayıcıdan tarayıcıya gidiyor demektir.",
    checkLimits:
      "Bu, gizlice dinleyenlerin çoğunu ortaya çıkarır ama hepsini değil: yeterince uğraşan biri bunların aynı görünmesini sağlayabilir.",
    checkNone: "Doğrulanacak doğrudan bir bağlantı yok.",
  },

  reactions: {
    open: "Tepki ver",
    title: "Tepkiler",
    names: {
      wave: "El sallama",
      laugh: "Gülme",
      heart: "Kalp",
      thumbs_up: "Beğeni",
      clap: "Alkış",
      wow: "Vay",
    },
    yours: (what: string) => `Sen: ${what}`,
    theirs: (what: string) => `Karşındaki: ${what}`,
    wave: "El salla",
    waveBack: "Sen de el salla",
    waved: "El salladın",
    partnerWaved: "Karşındaki sana el salladı.",
  },

  icebreaker: {
    title: "Sohbet sorusu",
    another: "Başka bir soru",
    close: "Soruyu gizle",
    all: "Sohbet soruları",
  },

  again: {
    hearts: {
      off: "Beğendim, yine görüşelim",
      mine: "Beğendin",
      both: "Birbirinizi beğendiniz",
    },
    notices: {
      liked: "Tamam. O da seni beğenirse yeniden görüşebilirsiniz.",
      "both-like": "Birbirinizi beğendiniz. Bir saat içinde yeniden görüşebilirsiniz.",
      "met-before": "Daha önce karşılaştınız.",
    },
  },

  videoWish: {
    call: "Görüntülü arama",
    states: {
      asking: "Tarayıcın kamera izni isteyince “İzin ver” seçeneğini seç.",
      waiting: "Karşındaki bekleniyor. İkiniz de istemeden kameran açılmaz.",
      asked: "Karşındaki görüntülü arama istiyor.",
    },
    accept: "Görüntüyü aç",
    decline: "Şimdi değil",
    takeBack: "Vazgeç",
    opening: "Görüntü bağlanıyor…",
    openingBody: "Sohbetiniz burada kalıyor.",
    started: "Artık görüntülü aramadasınız.",
    notices: {
      "video-failed": "Görüntü bağlanamadı. Yazışmaya devam edebilirsiniz.",
      "video-over": "Görüntülü arama bitti. Yazışmaya devam edebilirsiniz.",
    },
  },

  comfort: {
    more: "Daha fazla",
    volume: "Karşındakinin sesi",
    fit: "Görüntünün tamamını göster",
    fill: "Alanı doldur",
    pictureInPicture: "Pencere içinde pencere",
    fullscreen: "Tam ekran",
    shareScreen: "Ekranımı paylaş",
    stopScreen: "Paylaşmayı durdur",
    sharing: "Karşındaki ekranını görüyor",
    strangersScreen: "Karşındakinin ekranı",
    turnCamera: "Kamerayı değiştir",
    sounds: "Sesler",
    copy: "Yazışmayı kopyala",
    copied: "Kopyalandı",
    save: "Yazışmayı kaydet",
    fileName: "yazisma",
    you: "Sen",
    stranger: "Karşındaki",
    close: "Kapat",
    weak: "Bağlantı zayıf. Görüntü kötü olabilir.",
    bad: "Bağlantı kötü. Ses ulaşsın diye görüntüyü küçültüyoruz.",
    shortcuts: "Klavye kısayolları",
    shortcutsFor: {
      escape: "Karşındakini gizle ve ne yapılacağını sor",
      escapeTwice: "Sıradaki kişiye geç",
      send: "Mesajı gönder",
      line: "Yeni satıra geç",
      microphone: "Mikrofonu aç ya da kapat",
      camera: "Kamerayı aç ya da kapat",
      chat: "Yazışmayı aç ya da kapat",
      report: "Bildir ya da engelle",
      help: "Bu liste",
    },
    emoji: "Emoji",
    emojiSearch: "Emoji ara (İngilizce)",
    emojiNone: "Emoji bulunamadı",
    linkTitle: "Bu bağlantı açılsın mı?",
    linkBody:
      "Bunu bir yabancı gönderdi. Seni başka bir siteye götürür ve o site ağ adresini görür.",
    linkOpen: "Yeni sekmede aç",
    swipe: "Sıradaki kişi için yukarı kaydır",
    selfView: "Senin görüntün. Ok tuşlarıyla taşınır.",
    selfSwaps: "Senin görüntün. Enter ile büyür, ok tuşlarıyla taşınır.",
    partnerSwaps: "Karşındakinin görüntüsü. Enter ile büyür, ok tuşlarıyla taşınır.",
    swap: "Görüntülerin yerini değiştir",
    selfSizes: { small: "Boyut: küçük", medium: "Boyut: orta", large: "Boyut: büyük" },
    hideSelf: "Kendi görüntümü gizle",
    showSelf: "Kendi görüntümü göster",
  },

  /** Changes of the visitor's own devices. */
  devices: {
    notices: {
      "camera-replaced": "Kameranın bağlantısı kesildi, başka bir kameraya geçtik.",
      "camera-lost": "Kameranın bağlantısı kesildi. Seni göremiyorlar.",
      "camera-denied": "Kamera engellenmiş",
      "camera-no-device": "Kamera bulunamadı",
      "camera-busy": "Kamera kullanımda",
      "camera-failed": "Kamera açılmadı",
      "microphone-replaced": "Mikrofonunun bağlantısı kesildi, başka bir mikrofona geçtik.",
      "microphone-lost": "Mikrofonunun bağlantısı kesildi. Seni duyamıyorlar.",
      "microphone-denied": "Mikrofon engellenmiş",
      "microphone-no-device": "Mikrofon bulunamadı",
      "microphone-busy": "Mikrofon kullanımda",
      "microphone-failed": "Mikrofon açılmadı",
    },
    paused: { camera: "Kameran duraklatıldı", microphone: "Mikrofonun duraklatıldı" },
    again: (what) => `${what}. Yeniden dene`,
    blur: {
      label: "Arka planımı bulanıklaştır",
      loading: "Arka plan bulanıklığı yükleniyor… Seni henüz kimse görmüyor.",
      failed: "Arka plan bulanıklığı çalışmıyor, bu yüzden kameran kapalı.",
      without: "Bulanıklık olmadan devam et",
    },
  },

  mediaProblem: {
    mixed: "Kamera ve mikrofon açılmadı",
    retry: "Yeniden dene",
    withoutCamera: "Kamerasız devam et",
    byText: "Yazarak sohbet et",
    back: "Geri",
    denied: {
      title: "Kamera engellenmiş",
      body: "Bu sitenin kameranı ve mikrofonunu kullanma izni yok. İzin vermek için:",
    },
    deniedSteps: [
      "Bu sayfanın adresinin yanındaki simgeye bas.",
      "Kamera ve Mikrofon için “İzin ver” seçeneğini seç.",
      "Geri gelip “Yeniden dene” düğmesine bas.",
    ],
    deniedBySystem: "Burada zaten izin verdiysen sisteminin gizlilik ayarlarına bak.",
    "no-device": {
      title: "Kamera ya da mikrofon bulunamadı",
      body: "Birini bağlayıp yeniden dene ya da yazarak sohbet et: bunun için ikisi de gerekmez.",
    },
    busy: {
      title: "Kamera kullanımda",
      body: "Başka bir program ya da sekme kameranı veya mikrofonunu kullanıyor. Onu kapatıp yeniden dene.",
    },
    insecure: {
      title: "Bu sayfa güvenli değil",
      body: "Tarayıcılar kamerayı yalnızca https ile açılan sayfalara verir. Siteyi yönetenlerden bunu açmalarını iste. Yazarak şimdiden sohbet edebilirsin.",
    },
    unsupported: {
      title: "Bu tarayıcı görüntülü sohbet edemiyor",
      body: "Güncel bir Chrome, Edge, Firefox ya da Safari bunu yapabilir. Başka bir uygulamanın içindeysen bu sayfayı tarayıcında aç.",
    },
    failed: {
      title: "Kamera açılmadı",
      body: "Kameranda ya da mikrofonunda bir sorun var. Çıkarıp yeniden takmak çoğu zaman işe yarar.",
    },
  },

  noVideo: {
    unsupported: {
      title: "Bu tarayıcıda görüntü yok",
      body: "Kameranı başka bir tarayıcıya bağlayamıyor ya da bir şey bunu kapatmış. Şunları deneyebilirsin:",
      steps: [
        "Bu sayfayı güncel bir Chrome, Edge, Firefox ya da Safari ile aç.",
        "Başka bir uygulamanın içinde misin? Menüsünden “Tarayıcıda aç” seçeneğini seç.",
        "Bir ayar ya da eklenti WebRTC’yi kapattıysa bu site için izin ver.",
      ],
    },
    insecure: {
      title: "Bu sayfa güvenli değil",
      body: "Tarayıcılar kamerayı ve mikrofonu yalnızca https ile açılan sayfalara verir. Şunları deneyebilirsin:",
      steps: [
        "Aynı adresi başına https yazarak aç.",
        "İşe yaramazsa siteyi yönetenlerden bunu açmalarını iste.",
      ],
    },
    blocked: {
      title: "Görüntülü aramalar geçmiyor",
      body: "Bu tarayıcı ya da bu ağ görüntülü aramaları geçirmiyor, o yüzden birini aramayı bıraktık. Şunları deneyebilirsin:",
      steps: [
        "Başka bir ağ dene: örneğin bu Wi-Fi yerine mobil veri.",
        "VPN’ini ya da WebRTC’yi engelleyen eklentiyi kapat.",
        "Bu sayfayı başka bir tarayıcıda aç.",
      ],
    },
    relay: {
      title: "Aktarma sunucusu görüşme kabul etmiyor",
      body: "Burada görüşmeler sitenin aktarma sunucusundan geçiyor ve bu sunucu şu an hiçbirini kabul etmiyor. Bunun seninle ilgisi yok; siteyi yönetenlere haber verdik. Şunları deneyebilirsin:",
      steps: [
        "Biraz sonra yeniden dene.",
        "Şimdilik yazarak sohbet et: bunun için aktarma sunucusu gerekmez.",
      ],
    },
    again: "Yeniden dene",
    byText: "Yazarak devam et",
    secure: "https ile aç",
    copy: "Adresi kopyala",
    copied: "Kopyalandı",
  },

  serverProblem: {
    tryNow: "Şimdi dene",
    tryAgain: "Yeniden dene",
    again: "Yeniden başla",
    useThisTab: "Bu sekmeyi kullan",
    reload: "Yenile",
    stop: "Durdur",
    back: "Geri",
    offline: {
      title: "Çevrimdışısın",
      body: "Cihazının ağ bağlantısı yok. Bağlantı gelir gelmez araman devam eder.",
    },
    unreachable: {
      title: "Sunucu yanıt vermiyor",
      body: "Yeniden başlıyor olabilir. Denemeyi sürdürüyoruz, bir şey yapman gerekmiyor.",
    },
    full: {
      title: "Şu an doluyuz",
      body: "Burada sunucumuzun alabileceğinden fazla kişi var. Yer açılır açılmaz kendiliğinden gireceksin.",
    },
    busy: {
      title: "Bir saniye",
      body: "Sunucunun toparlanması gerekiyor. Araman kendiliğinden devam edecek.",
    },
    replaced: {
      title: "Başka bir sekmede açık",
      body: "Başka bir sekmede ya da pencerede yeniden başladın, o yüzden burada bağlantı kesildi.",
    },
    version: {
      title: "Yeni bir sürüm var",
      body: "Bu sayfa sunucudan daha eski. Devam etmek için yenile.",
    },
    rate_limited: {
      title: "Bu biraz fazla hızlıydı",
      body: "Çok fazla istek geldiği için sunucu bağlantını kesti. Biraz bekle, sonra yeniden başla.",
    },
    closed: {
      title: "Sunucu bağlantıyı kapattı",
      body: "Nedenini tam bilmiyoruz. Yeniden başlamak çoğu zaman işe yarar.",
    },
    notLoaded: {
      title: "Bu bölüm yüklenmedi",
      body: "Ağ bir an kesilmiş olabilir. Yeniden dene ya da sayfayı yenile.",
    },
    broken: {
      title: "Bir şey bozuldu",
      body: "Bu sayfanın bir bölümü çalışmayı durdurdu. Kameran ve mikrofonun kapalı; sürmekte olan bir sohbet varsa bitti. Yeniden dene ya da sayfayı yenile.",
    },
  },

  diagnostics: { copy: "Tanılama bilgilerini kopyala", copied: "Kopyalandı" },
  reference: {
    label: "Referans numarası:",
    copy: "Kopyala",
    none: "Sunucudan bir referans numarası alamadık. Ayrıntılar “Tanılama bilgilerini kopyala” düğmesinde.",
  },

  site: { contact: "İletişim", privacy: "Gizlilik" },

  banned: {
    title: "Şu an burada sohbet edemezsin",
    titleOver: "Burada yeniden sohbet edebilirsin",
    body: "Siteyi yönetenler seni engelledi.",
    reason: "Belirttikleri neden:",
    until: (atMs: number) =>
      `Engelin biteceği zaman: ${f.moment(atMs)}. Sonra burada yeniden başlayabilirsin.`,
    over: "Engel sona erdi.",
    noEnd: "Bir bitiş tarihi belirlenmedi.",
    appeal: "Bunun bir hata olduğunu düşünüyorsan siteyi yönetenlere yaz.",
    reference: "Lütfen şu referans numarasını belirt:",
    again: "Yeniden başla",
    back: "Geri",
  },

  consent: {
    confirm: "18 yaşında ya da daha büyüğüm ve kuralları kabul ediyorum.",
    read: "Kuralları oku",
    confirmAdult:
      "18 yaşında ya da daha büyüğüm, kuralları kabul ediyorum ve çıplaklık ya da cinsellik gösterebilecek yetişkinlerle tanışmak istiyorum.",
    given: "18 yaşında ya da daha büyük olduğunu ve kuralları kabul ettiğini onayladın.",
    givenAdult:
      "18 yaşında ya da daha büyük olduğunu, kuralları kabul ettiğini ve çıplaklık ya da cinsellik gösterebilecek yetişkinlerle tanışmak istediğini onayladın.",
    missing: "Lütfen önce bunu onayla.",
    title: "Kurallar",
    close: "Kapat",
    intro: "Herkes burada rahat etsin diye birkaç kural:",
    rules: [
      "18 yaşında ya da daha büyüksün.",
      "Nazik ol: taciz, nefret ve tehdit yok.",
      "İstemeyen kişilerin önünde çıplaklık ve cinsel davranış yok.",
      "Yasa dışı hiçbir şey yok, reklam da yok.",
      "Görüntüyü ve sesi kaydetme. Yazışmayı kendin için kaydedebilirsin ama başkalarının gösterdiklerini, söylediklerini ve yazdıklarını paylaşma.",
      "Adını, adresini ve parolalarını kimseye verme.",
    ],
    outro:
      "Birinin bildirirken ekledikleri dışında sohbetleri kaydetmiyor ve saklamıyoruz. Görüntü ve ses senden doğrudan karşındakine gider; gizlemediysen ağ adresini görebilir. Karşındaki de yazışmayı kaydedebilir. Kuralları çiğneyenler engellenebilir. İstediğin an Sonraki ya da Durdur düğmesine basabilirsin.",
  },

  settings: {
    title: "Ayarlar",
    language: "Dil",
    theme: "Görünüm",
    themes: { system: "Sistem", light: "Açık", dark: "Koyu" },
    blurNudity: "Çıplaklığı bulanıklaştır",
    blurNudityHint:
      "Tarayıcın karşındakinin görüntüsünü kontrol eder ve çıplaklığı bulanıklaştırır. Cihazından hiçbir şey çıkmaz. Önce 3 MB indirir ve yanılabilir.",
  },
};
