import type { Messages } from "./en";
import { formats } from "./formats";

const f = formats("de");

export const de: Messages = {
  time: {
    clock: f.clock,
    duration: f.duration,
    stopwatch: f.stopwatch,
  },

  titles: {
    "no-video": "Kein Video",
    "requesting-media": "Kamera erlauben",
    "media-error": "Problem mit der Kamera",
    searching: "Suche läuft",
    connecting: "Jemand gefunden",
    talking: "Im Gespräch",
    "partner-left": "Gespräch beendet",
    reconnecting: "Neu verbinden",
    unavailable: "Server nicht erreichbar",
    refused: "Getrennt",
    stopped: "Beendet",
    broken: "Fehler auf der Seite",
  },

  announcements: {
    searching: "Wir suchen jemanden für dich.",
    connecting: "Jemand gefunden. Verbindung wird aufgebaut.",
    talking: "Verbunden. Sag Hallo.",
    leftWaiting: (title: string) => `${title}. Mit „Weiter“ geht es weiter.`,
    leftCounting: (title: string) => `${title}. Die nächste Suche beginnt in drei Sekunden.`,
    reconnecting: "Verbindung zum Server verloren. Sie wird wiederhergestellt.",
  },

  welcome: {
    lane: "Wo",
    lanes: { general: "Allgemein", adult: "Nur Erwachsene" },
    laneAdultHint:
      "Hier darf Nacktheit oder Sex zu sehen sein. Du triffst nur, wer das auch gewählt hat.",
    title: "Sag Hallo zu jemand Neuem.",
    intro:
      "Ein fremder Mensch nach dem anderen. Kein Konto, kein Verlauf: Endet ein Gespräch, ist es weg.",
    mode: "Art des Gesprächs",
    video: "Video",
    text: "Text",
    start: "Los",
    optional: "(freiwillig)",
    interests: "Interessen",
    interestsExample: "Musik, Reisen, Schach",
    interestsHint:
      "Nach jedem die Eingabetaste drücken. Dein Gegenüber sieht nur, was ihr beide mögt.",
    interestsFull: (max: number) =>
      `Mehr als ${f.number(max)} gehen nicht. Entferne eines, um ein anderes hinzuzufügen.`,
    remove: (what: string) => `${what} entfernen`,
    popular: "Gerade beliebt",
    addInterest: (what: string) => `${what} hinzufügen`,
    languages: "Sprachen, die du sprichst",
    anyLanguage: "Jede Sprache",
    anotherLanguage: "Noch eine",
    languageName: f.language,
    hideAddress: "Meine Netzwerkadresse verbergen",
    hideAddressHint:
      "Das Video läuft über unser Relay. So sieht niemand, von wo aus du verbunden bist.",
  },

  preview: {
    label: "Kameravorschau",
    wordsOnly: "Nur Worte. Kamera und Mikrofon bleiben aus.",
    yours: "Deine Kamera",
    noCameraFound: "Keine Kamera gefunden",
    noMicrophone: "Kein Mikrofon",
    camera: "Kamera",
    microphone: "Mikrofon",
    speaker: "Lautsprecher",
    systemSpeaker: "Lautsprecher des Systems",
    level: "Pegel deines Mikrofons",
    cameraIsOff: "Deine Kamera ist aus. Man hört dich nur.",
    waiting: "Warten auf deine Kamera…",
    look: "Sieh dich selbst an, bevor es jemand anderes tut.",
    open: "Kamera ansehen",
  },

  requesting: {
    titleBoth: "Erlaube Kamera und Mikrofon",
    titleMicrophone: "Erlaube dein Mikrofon",
    body: "Dein Browser fragt um Erlaubnis. Wähle „Zulassen“, um weiterzumachen.",
    calm: "Noch sieht dich niemand. Du kannst beides jederzeit ausschalten.",
    cancel: "Abbrechen",
  },

  stopped: {
    title: "Du hast aufgehört",
    body: (met: number) =>
      met === 0
        ? "Kamera und Mikrofon sind aus, und niemand sucht nach dir."
        : f.plural(met, {
            one: "Du hast einen Menschen getroffen. Kamera und Mikrofon sind jetzt aus.",
            other: "Du hast # Menschen getroffen. Kamera und Mikrofon sind jetzt aus.",
          }),
    again: "Noch einmal",
    settings: "Einstellungen ändern",
  },

  searching: {
    title: "Wir suchen jemanden",
    usual: "Meist dauert das nur einen Augenblick.",
    alone:
      "Gerade sucht sonst niemand. Du behältst deinen Platz; wer als Nächstes kommt, trifft dich.",
    quiet: "Gerade ist wenig los. Du behältst deinen Platz; es kommt jemand.",
    startingWith: (interests: readonly string[]) =>
      `Zuerst unter Leuten, die ${f.or(interests)} mögen.`,
    widened: {
      interests: "Jetzt auch unter Leuten mit anderen Interessen.",
      languages: "Jetzt auch unter Leuten, die andere Sprachen sprechen.",
      recent: "Vielleicht triffst du jemanden von vorhin.",
    },
    estimate: (ms: number) => `Zuletzt dauerte es etwa ${f.duration(ms)}.`,
    people: (n: number) => f.plural(n, { one: "# Mensch hier", other: "# Menschen hier" }),
    coolDown: {
      title: "Deine Suchen dauern zurzeit länger",
      why: {
        reports:
          "Mehrere Leute haben dich gemeldet. Etwa eine halbe Minute lang sucht jede Suche unter anderen, denen es ebenso geht, danach unter allen.",
        network:
          "Mehrere Leute haben Besucher aus deinem Netz gemeldet. Einige Sekunden lang sucht jede Suche unter anderen, denen es ebenso geht, danach unter allen.",
      },
      until: (atMs: number) => `Das endet von selbst am ${f.moment(atMs)}.`,
    },
    addInterest: "Interesse hinzufügen",
    byText: "Lieber per Text",
    tellMe: "Benachrichtige mich",
    willTell: "Du bekommst Bescheid",
    tips: [
      "Behalte Namen, Adresse und Konten für dich, bis du jemanden kennst.",
      "Ein Lächeln und ein „Hallo“ reichen für den Anfang.",
      "Frag, wie der Tag war: Das klappt in jeder Sprache.",
      "Etwas fühlt sich falsch an? Weiter, oder melde es: zwei Klicks genügen.",
      "Während du wartest, sieht dich niemand.",
      "Gutes Licht im Gesicht macht mehr aus als jede Kamera.",
      "Schick niemals Geld an jemanden, den du hier getroffen hast.",
    ],
    reconnecting: "Verbindung wird wiederhergestellt",
    reconnectingBody: "Die Leitung zum Server ist abgerissen. Sie kommt von selbst wieder.",
    restarting: "Der Server startet neu",
    restartingBack: (ms: number) => `Deine Suche geht in ${f.duration(ms)} von selbst weiter.`,
    restartingSoon: "Deine Suche geht jeden Moment von selbst weiter.",
    found: "Jemand gefunden",
    foundBack: "Jemand ist da. Komm zurück zur Seite.",
    bothLike: (interests: readonly string[]) => `Ihr mögt beide ${f.and(interests)}.`,
    connecting: "Wir verbinden euch…",
  },

  talk: {
    title: "Im Gespräch",
    strangersCamera: "Kamera deines Gegenübers",
    cameraOff: "Dein Gegenüber hat die Kamera aus",
    muted: "Dein Gegenüber ist stumm",
    bothLike: (interests: readonly string[]) => `Ihr mögt beide ${f.and(interests)}`,
    pictureStopped: "Das Bild steht. Wir versuchen, es zurückzuholen…",
    tapToPlay: "Zum Abspielen tippen",
    selfAway: "Verbindung zum Server verloren. Wir verbinden neu…",
    partnerAway: "Dein Gegenüber hat die Verbindung verloren. Wir warten…",
  },

  chat: {
    title: "Chat",
    close: "Chat schließen",
    latest: "Letzte Nachrichten",
    messages: "Nachrichten",
    you: "Du: ",
    stranger: "Gegenüber: ",
    sending: "Wird gesendet",
    delivered: "Zugestellt",
    notSent: "Nicht gesendet",
    sendAgain: "Noch einmal senden",
    showAll: "Alles zeigen",
    showLess: "Weniger zeigen",
    typing: "Dein Gegenüber schreibt",
    message: "Nachricht",
    write: "Nachricht schreiben",
    nobody: "Noch niemand da",
    held: "Neue Person: kurz innehalten, dann schreiben",
    send: "Senden",
    bytesLeft: (n: number) => `noch ${f.number(n)}`,
    bytesOver: (n: number) => `${f.number(n)} zu viel`,
    pasteCut: "Zu lang: nur der Anfang wurde eingefügt",
    emptyBefore: "Hier erscheinen Nachrichten.",
    empty: "Ihr seid verbunden. Sag Hallo.",
    emptyShared: (interests: readonly string[]) =>
      `Ihr seid verbunden und mögt beide ${f.and(interests)}. Sag Hallo.`,
  },

  controls: {
    label: "Gesprächssteuerung",
    mute: "Mikrofon stummschalten",
    unmute: "Mikrofon einschalten",
    youAreMuted: "Du bist stumm: Man hört dich nicht",
    noMicrophone: "Kein Mikrofon",
    cameraOff: "Kamera ausschalten",
    cameraOn: "Kamera einschalten",
    noCamera: "Keine Kamera",
    microphone: "Mikrofon",
    camera: "Kamera",
    chat: "Chat",
    openChat: "Chat öffnen",
    openChatUnread: (n: number) => `Chat öffnen, ${f.number(n)} ungelesen`,
    unreadMany: (n: number) => `${f.number(n)}+`,
    unread: (n: number) => f.number(n),
    stop: "Aufhören",
    stopHint: "Aufhören (Esc)",
    skip: "Weiter",
    leaveQuestion: "Dieses Gespräch verlassen?",
    leaveShort: "Verlassen?",
    leave: "Verlassen",
    keep: "Weiterreden",
  },

  left: {
    titles: {
      skip: "Dein Gegenüber ist weitergezogen",
      stop: "Dein Gegenüber ist gegangen",
      ice_failed: "Kein Weg zwischen euch",
      media_failed: "Die Kamera deines Gegenübers ist ausgefallen",
      reported: "Das Gespräch wurde beendet",
      disconnected: "Dein Gegenüber hat die Verbindung verloren",
      no_show: "Dein Gegenüber kam nicht",
      closed: "Der Raum wurde geschlossen",
      connection_lost: "Die Verbindung ging verloren",
    },
    noPath: "Eure Netze konnten einander nicht erreichen. Niemand ist schuld.",
    noRelay:
      "Es gab keinen direkten Weg, und das Relay dieser Seite lehnt ab. Der Betreiber ist benachrichtigt.",
    tooShort: "Das kommt vor. Jemand anderes wartet schon.",
    talkedFor: (ms: number) => `Ihr habt ${f.duration(ms)} geredet.`,
    next: "Weiter",
    wait: "Warten",
    stillThere: {
      title: "Bist du noch da?",
      body: "Du hast eine Weile nichts berührt. Deshalb sieht dich gerade niemand.",
      here: "Ich bin da",
    },
    seconds: (n: number) => f.number(n),
  },

  safety: {
    covered: {
      unseen: {
        title: "Erst ansehen",
        body: "Dein Browser zeigt das Bild, sobald er es angesehen hat.",
      },
      bare: {
        title: "Das könnte Nacktheit sein",
        body: "Dein Browser hat das Bild verwischt. Er kann sich irren.",
      },
      unknown: {
        title: "Nicht angesehen",
        body: "Dein Browser konnte sich das Bild nicht ansehen.",
      },
    },
    lift: "Trotzdem zeigen",
    open: "Melden oder blockieren",
    title: "Was stimmt nicht?",
    intro: "Das Gespräch endet sofort, und ihr trefft euch nie wieder.",
    reason: "Grund",
    reasons: {
      nudity: "Nacktheit oder sexuelle Handlungen",
      harassment: "Beleidigung, Drohung oder Druck",
      minor: "Scheint ein Kind zu sein",
      spam: "Werbung, Betrug oder ein Bot",
      violence: "Gewalt oder Selbstverletzung",
      other: "Etwas anderes",
    },
    note: "Was ist passiert? (freiwillig)",
    noteHint: "Nur die Betreiber dieser Seite lesen es.",
    evidence: {
      title: "Zeigen, was passiert ist",
      pictures: (n: number) =>
        f.plural(n, {
          one: "Das letzte Bild mitschicken",
          other: "Die letzten # Bilder mitschicken",
        }),
      picture: "Bild des Gegenübers",
      look: "Bilder anzeigen",
      chat: (n: number) =>
        f.plural(n, {
          one: "Die letzte Nachricht mitschicken",
          other: "Die letzten # Nachrichten mitschicken",
        }),
      hint: "Dein Browser versiegelt das. Nur die Leute, die diese Seite betreiben, können es öffnen, der Server nicht.",
      child:
        "Es werden nur deine Worte geschickt, keine Bilder: Bilder von Kindern dürfen nie weitergegeben werden.",
      hotline: "Hilfe für Kinder in Gefahr",
    },
    report: "Melden und weiter",
    block: "Nur blockieren",
    cancel: "Abbrechen",
    notices: {
      reported: "Gemeldet. Ihr trefft euch nie wieder.",
      blocked: "Blockiert. Ihr trefft euch nie wieder.",
      "not-reported": "Die Meldung ging nicht durch, aber ihr trefft euch nie wieder.",
      "evidence-lost": "Gemeldet, aber Bilder und Nachrichten ließen sich nicht schicken.",
      "too-late": "Zu spät: Der Server weiß nicht mehr, wer das war.",
    },
    blurFirst: "Unscharf beginnen",
    blurFirstHint: "Ihr seht einander nur verschwommen, bis ihr euch beide zeigen wollt.",
    blurred: "Ihr seid beide unscharf",
    blurredMine: "Niemand kann dich erkennen, bis du dich zeigst.",
    blurredTheirs: "Du bist bereit. Dein Gegenüber noch nicht.",
    reveal: "Mich zeigen",
    veil: "Wieder unscharf",
    hidden: "Bild und Ton sind aus",
    check: "Ist jemand dazwischen?",
    checkBody:
      "Lest euch diese vier vor. Seht ihr beide dieselben, gehen Bild und Ton von Browser zu Browser.",
    checkLimits:
      "Das zeigt einen achtlosen Lauscher, nicht jeden: Mit viel Aufwand lassen sie sich angleichen.",
    checkNone: "Es gibt keine direkte Verbindung zu prüfen.",
  },

  reactions: {
    open: "Reagieren",
    title: "Reaktionen",
    names: {
      wave: "Winken",
      laugh: "Lachen",
      heart: "Herz",
      thumbs_up: "Daumen hoch",
      clap: "Applaus",
      wow: "Wow",
    },
    yours: (what: string) => `Du: ${what}`,
    theirs: (what: string) => `Dein Gegenüber: ${what}`,
    wave: "Winken",
    waveBack: "Zurückwinken",
    waved: "Du hast gewinkt",
    partnerWaved: "Dein Gegenüber hat dir zugewinkt.",
  },

  icebreaker: {
    title: "Eisbrecher",
    another: "Eine andere Frage",
    close: "Frage ausblenden",
    all: "Fragen zum Einstieg",
  },

  again: {
    hearts: { off: "Gefällt mir, gern wieder", mine: "Gefällt dir", both: "Ihr mögt euch" },
    notices: {
      liked: "Gemerkt. Wenn ihr euch beide mögt, könnt ihr euch wiedersehen.",
      "both-like": "Ihr mögt euch. Ihr könnt euch eine Stunde lang wiedersehen.",
      "met-before": "Ihr kennt euch schon.",
    },
  },

  comfort: {
    more: "Mehr",
    volume: "Lautstärke des Gegenübers",
    fit: "Ganzes Bild zeigen",
    fill: "Fläche ausfüllen",
    pictureInPicture: "Bild im Bild",
    fullscreen: "Ganzer Bildschirm",
    shareScreen: "Bildschirm teilen",
    stopScreen: "Nicht mehr teilen",
    sharing: "Dein Gegenüber sieht deinen Bildschirm",
    strangersScreen: "Bildschirm des Gegenübers",
    turnCamera: "Kamera wechseln",
    sounds: "Töne",
    copy: "Chat kopieren",
    copied: "Kopiert",
    save: "Chat speichern",
    fileName: "chat",
    you: "Du",
    stranger: "Gegenüber",
    close: "Schließen",
    weak: "Die Verbindung ist schwach. Das Bild kann grob sein.",
    bad: "Die Verbindung ist schlecht. Das Bild wird kleiner, damit die Worte durchkommen.",
    shortcuts: "Tastenkürzel",
    shortcutsFor: {
      escape: "Gegenüber verbergen und fragen, wie es weitergeht",
      escapeTwice: "Weiter zum Nächsten",
      send: "Nachricht senden",
      line: "Neue Zeile beginnen",
      microphone: "Mikrofon an oder aus",
      camera: "Kamera an oder aus",
      chat: "Chat öffnen oder schließen",
      report: "Melden oder blockieren",
      help: "Diese Liste",
    },
    emoji: "Emoji",
    emojiSearch: "Emoji suchen",
    emojiNone: "Kein Emoji gefunden",
    linkTitle: "Diesen Link öffnen?",
    linkBody:
      "Er kommt von einem Fremden. Er führt aus dieser Seite hinaus, und wer ihn betreibt, sieht deine Adresse.",
    linkOpen: "In neuem Tab öffnen",
    swipe: "Nach oben wischen für die nächste Person",
    selfView: "Dein Bild. Pfeiltasten verschieben es.",
    hideSelf: "Eigenes Bild ausblenden",
    showSelf: "Eigenes Bild einblenden",
  },

  /** Changes of the visitor's own devices. */
  devices: {
    notices: {
      "camera-replaced": "Deine Kamera ist weg. Jetzt läuft eine andere.",
      "camera-lost": "Deine Kamera ist weg. Man sieht dich nicht.",
      "camera-denied": "Die Kamera ist gesperrt",
      "camera-no-device": "Keine Kamera gefunden",
      "camera-busy": "Die Kamera ist belegt",
      "camera-failed": "Die Kamera ging nicht an",
      "microphone-replaced": "Dein Mikrofon ist weg. Jetzt läuft ein anderes.",
      "microphone-lost": "Dein Mikrofon ist weg. Man hört dich nicht.",
      "microphone-denied": "Das Mikrofon ist gesperrt",
      "microphone-no-device": "Kein Mikrofon gefunden",
      "microphone-busy": "Das Mikrofon ist belegt",
      "microphone-failed": "Das Mikrofon ging nicht an",
    },
    paused: { camera: "Deine Kamera ist angehalten", microphone: "Dein Mikrofon ist angehalten" },
    again: (what) => `${what}. Noch einmal versuchen`,
  },

  mediaProblem: {
    mixed: "Weder Kamera noch Mikrofon gingen an",
    retry: "Noch einmal versuchen",
    withoutCamera: "Ohne Kamera weiter",
    byText: "Per Text chatten",
    back: "Zurück",
    denied: {
      title: "Die Kamera ist gesperrt",
      body: "Diese Seite darf deine Kamera und dein Mikrofon nicht benutzen. So erlaubst du es:",
    },
    deniedSteps: [
      "Drücke auf das Symbol neben der Adresse dieser Seite.",
      "Stelle Kamera und Mikrofon auf „Zulassen“.",
      "Komm zurück und drücke „Noch einmal versuchen“.",
    ],
    deniedBySystem:
      "Sind sie hier erlaubt, sieh in den Datenschutzeinstellungen deines Systems nach.",
    "no-device": {
      title: "Keine Kamera und kein Mikrofon gefunden",
      body: "Schließ eines an und versuch es noch einmal, oder chatte per Text: Das braucht keins von beiden.",
    },
    busy: {
      title: "Die Kamera ist belegt",
      body: "Ein anderes Programm oder ein anderer Tab benutzt Kamera oder Mikrofon. Schließ es dort und versuch es noch einmal.",
    },
    insecure: {
      title: "Diese Seite ist nicht sicher",
      body: "Browser geben die Kamera nur Seiten, die mit https geöffnet sind. Bitte den Betreiber, das einzuschalten. Text geht auch so.",
    },
    unsupported: {
      title: "Dieser Browser kann keinen Videochat",
      body: "Ein aktueller Chrome, Edge, Firefox oder Safari kann es. Browser innerhalb anderer Apps oft nicht: Öffne diese Seite in einem richtigen.",
    },
    failed: {
      title: "Die Kamera ließ sich nicht öffnen",
      body: "Mit Kamera oder Mikrofon stimmt etwas nicht. Ab- und wieder anstecken hilft oft.",
    },
  },

  noVideo: {
    unsupported: {
      title: "Kein Video in diesem Browser",
      body: "Er kann keine Kamera mit einem anderen Browser verbinden, oder etwas hat das abgeschaltet. Das hilft:",
      steps: [
        "Öffne diese Seite in einem aktuellen Chrome, Edge, Firefox oder Safari.",
        "In einer anderen App? Wähle in deren Menü „Im Browser öffnen“.",
        "Hat eine Einstellung oder Erweiterung WebRTC abgeschaltet, erlaube es für diese Seite.",
      ],
    },
    insecure: {
      title: "Diese Seite ist nicht sicher",
      body: "Browser geben Kamera und Mikrofon nur Seiten, die mit https geöffnet sind. Das hilft:",
      steps: [
        "Öffne dieselbe Adresse mit https davor.",
        "Geht das nicht, bitte den Betreiber der Seite, es einzuschalten.",
      ],
    },
    blocked: {
      title: "Videoanrufe kommen nicht durch",
      body: "Dieser Browser oder dieses Netz lässt keine Videoanrufe durch, darum ist die Suche beendet. Das hilft:",
      steps: [
        "Versuche ein anderes Netz, etwa mobile Daten statt dieses WLANs.",
        "Schalte ein VPN oder eine Erweiterung aus, die WebRTC blockiert.",
        "Öffne diese Seite in einem anderen Browser.",
      ],
    },
    relay: {
      title: "Das Relay weist Anrufe ab",
      body: "Anrufe laufen hier über das Relay der Seite, und es lehnt sie ab. Du kannst nichts dafür; der Betreiber ist benachrichtigt. Das hilft:",
      steps: [
        "Versuche es später noch einmal.",
        "Schreib solange per Text: Dafür braucht es kein Relay.",
      ],
    },
    again: "Noch einmal versuchen",
    byText: "Per Text weiter",
    secure: "Mit https öffnen",
    copy: "Adresse kopieren",
    copied: "Kopiert",
  },

  serverProblem: {
    tryNow: "Jetzt versuchen",
    tryAgain: "Erneut versuchen",
    again: "Noch einmal",
    useThisTab: "Diesen Tab benutzen",
    reload: "Neu laden",
    stop: "Aufhören",
    back: "Zurück",
    offline: {
      title: "Du bist offline",
      body: "Dein Gerät hat kein Netz. Die Suche geht von selbst weiter, sobald es wieder da ist.",
    },
    unreachable: {
      title: "Der Server antwortet nicht",
      body: "Vielleicht startet er gerade neu. Wir versuchen es weiter; du musst nichts tun.",
    },
    full: {
      title: "Volles Haus",
      body: "Es sind mehr Menschen hier, als dieser Server fasst. Sobald Platz ist, kommst du von selbst hinein.",
    },
    busy: {
      title: "Eine kurze Pause",
      body: "Der Server braucht einen Moment. Die Suche geht von selbst weiter.",
    },
    replaced: {
      title: "In einem anderen Tab geöffnet",
      body: "Du hast in einem anderen Tab oder Fenster neu begonnen, darum hat dieses losgelassen.",
    },
    version: {
      title: "Es gibt eine neue Version",
      body: "Diese Seite ist älter als der Server. Lade sie neu, um weiterzumachen.",
    },
    rate_limited: {
      title: "Das war sehr schnell",
      body: "Der Server hat wegen zu vieler Anfragen losgelassen. Warte ein wenig und beginne dann neu.",
    },
    closed: {
      title: "Der Server hat die Verbindung beendet",
      body: "Warum, hat er nicht verständlich gesagt. Neu zu beginnen hilft meistens.",
    },
    notLoaded: {
      title: "Dieser Teil wurde nicht geladen",
      body: "Vielleicht war das Netz kurz weg. Versuche es noch einmal oder lade die Seite neu.",
    },
    broken: {
      title: "Da ist etwas kaputtgegangen",
      body: "Ein Teil dieser Seite funktioniert nicht mehr. Kamera und Mikrofon sind aus, ein laufendes Gespräch ist beendet. Versuch es noch einmal oder lade die Seite neu.",
    },
  },

  diagnostics: { copy: "Diagnose kopieren", copied: "Kopiert" },
  reference: {
    label: "Vorgangsnummer:",
    copy: "Kopieren",
    none: "Der Server hat gerade keine Vorgangsnummer vergeben. „Diagnose kopieren“ enthält die Einzelheiten.",
  },

  site: { contact: "Kontakt", privacy: "Datenschutz" },

  banned: {
    title: "Du kannst hier gerade nicht chatten",
    titleOver: "Du kannst hier wieder chatten",
    body: "Die Betreiber dieser Seite haben dich gesperrt.",
    reason: "Sie geben als Grund an:",
    until: (atMs: number) =>
      `Die Sperre endet am ${f.moment(atMs)}. Dann kannst du hier neu beginnen.`,
    over: "Die Sperre ist vorbei.",
    noEnd: "Ein Ende ist nicht festgelegt.",
    appeal: "Wenn du das für einen Irrtum hältst, schreib den Betreibern dieser Seite.",
    reference: "Nenne dabei dieses Zeichen:",
    again: "Noch einmal",
    back: "Zurück",
  },

  consent: {
    confirm: "Ich bin mindestens 18 Jahre alt und halte mich an die Regeln.",
    read: "Regeln lesen",
    confirmAdult:
      "Ich bin mindestens 18 Jahre alt, halte mich an die Regeln und möchte Erwachsene treffen, die sich vielleicht nackt oder beim Sex zeigen.",
    given: "Du hast bestätigt, dass du mindestens 18 Jahre alt bist und dich an die Regeln hältst.",
    givenAdult:
      "Du hast bestätigt, dass du mindestens 18 Jahre alt bist, dich an die Regeln hältst und Erwachsene treffen möchtest, die sich vielleicht nackt oder beim Sex zeigen.",
    missing: "Bitte bestätige das zuerst.",
    title: "Die Regeln",
    close: "Schließen",
    intro: "Hier sind alle einander fremd, und jeder ist jemandes Freund. Darum gilt:",
    rules: [
      "Du bist mindestens 18 Jahre alt.",
      "Sei freundlich: keine Belästigung, kein Hass, keine Drohungen.",
      "Keine sexuellen Handlungen und keine Nacktheit vor Menschen, die das nicht wollen.",
      "Nichts Verbotenes und keine Werbung.",
      "Nimm nicht auf und gib nicht weiter, was andere zeigen oder sagen.",
      "Gib weder Namen noch Adresse noch Passwörter preis.",
    ],
    outro:
      "Gespräche werden hier weder aufgezeichnet noch aufbewahrt. Bild und Ton gehen direkt von dir zu deinem Gegenüber, das deine Netzwerkadresse sehen kann, wenn sie nicht verborgen ist. Wer die Regeln bricht, kann gesperrt werden. „Weiter“ und „Aufhören“ gehen jederzeit.",
  },

  settings: {
    title: "Einstellungen",
    language: "Sprache",
    theme: "Aussehen",
    themes: { system: "System", light: "Hell", dark: "Dunkel" },
    coverNudity: "Nacktheit verdecken",
    coverNudityHint:
      "Dein Browser sieht sich das Bild des Gegenübers an und verwischt Nacktheit. Nichts verlässt dein Gerät. Er lädt dafür 3 MB und kann sich irren.",
  },
};
