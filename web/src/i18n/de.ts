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
    reconnecting: "Verbindung wird wiederhergestellt",
    unavailable: "Server nicht erreichbar",
    refused: "Getrennt",
    stopped: "Beendet",
    broken: "Etwas ist schiefgegangen",
  },

  announcements: {
    searching: "Wir suchen jemanden für dich.",
    connecting: "Jemand gefunden. Ihr werdet verbunden.",
    talking: "Verbunden. Sag Hallo.",
    leftWaiting: (title: string) => `${title}. Drück „Weiter“, um weiterzumachen.`,
    leftCounting: (title: string) => `${title}. Die nächste Suche beginnt in drei Sekunden.`,
    reconnecting: "Verbindung zum Server verloren. Wir verbinden dich neu.",
  },

  welcome: {
    lane: "Wo du chatten willst",
    lanes: { general: "Allgemein", adult: "Nur Erwachsene" },
    laneAdultHint:
      "Hier kann Nacktheit oder Sex zu sehen sein. Du triffst nur Leute, die das auch gewählt haben.",
    title: "Sag Hallo zu jemand Neuem.",
    mode: "Wie möchtest du reden?",
    video: "Video",
    text: "Text",
    start: "Los geht’s",
    optional: "(optional)",
    interests: "Interessen",
    interestsExample: "Musik, Reisen, Schach",
    interestsHint:
      "Drück nach jedem die Eingabetaste. Dein Gegenüber sieht nur, was ihr beide mögt.",
    interestsFull: (max: number) =>
      `Du kannst bis zu ${f.number(max)} angeben. Entferne eins, um ein anderes hinzuzufügen.`,
    remove: (what: string) => `${what} entfernen`,
    popular: "Gerade beliebt",
    addInterest: (what: string) => `${what} hinzufügen`,
    languages: "Sprachen, die du sprichst",
    anyLanguage: "Jede Sprache",
    anotherLanguage: "Noch eine hinzufügen",
    languageName: f.language,
    hideAddress: "Meine IP-Adresse verbergen",
    hideAddressHint:
      "Dein Video läuft über unseren Relay-Server. So sieht niemand, von wo aus du verbunden bist.",
  },

  entrance: {
    online: (n: number) =>
      f.plural(n, { one: "# Person ist gerade hier", other: "# Leute sind gerade hier" }),
    how: "So geht’s",
    one: {
      title: "Immer nur eine fremde Person",
      video: "Ihr seht und hört euch.",
      text: "Ihr schreibt einander.",
    },
    skip: { title: "„Weiter“, wann du willst", body: "Damit kommst du zur nächsten Person." },
    gone: { title: "Nichts bleibt zurück", body: "Kein Konto, keine Aufnahme, kein Verlauf." },
    who: "Wen möchtest du treffen?",
    anyone: "Ganz egal",
    addressHidden: "Adresse verborgen",
    languagesHint:
      "Zuerst triffst du Leute, mit denen du eine Sprache teilst, nach einer Weile alle.",
    install: "App installieren",
    neverInstall: "Nicht mehr anbieten",
  },

  preview: {
    label: "Kameravorschau",
    wordsOnly: "Nur Text. Kamera und Mikrofon bleiben aus.",
    yours: "Deine Kamera",
    noCameraFound: "Keine Kamera gefunden",
    noMicrophone: "Kein Mikrofon",
    camera: "Kamera",
    microphone: "Mikrofon",
    speaker: "Lautsprecher",
    systemSpeaker: "Lautsprecher des Systems",
    level: "Mikrofonpegel",
    cameraIsOff: "Deine Kamera ist aus. Man hört dich, sieht dich aber nicht.",
    waiting: "Warten auf deine Kamera …",
    open: "Kamera testen",
  },

  requesting: {
    titleBoth: "Erlaube Kamera und Mikrofon",
    titleMicrophone: "Erlaube dein Mikrofon",
    body: "Dein Browser fragt, ob er das darf. Wähl „Zulassen“, um weiterzumachen.",
    calm: "Noch sieht dich niemand. Du kannst beides jederzeit ausschalten.",
    cancel: "Abbrechen",
  },

  stopped: {
    title: "Das war’s fürs Erste",
    body: (met: number) =>
      met === 0
        ? "Kamera und Mikrofon sind aus, und wir suchen nicht weiter."
        : f.plural(met, {
            one: "Du hast eine Person getroffen. Kamera und Mikrofon sind jetzt aus.",
            other: "Du hast # Leute getroffen. Kamera und Mikrofon sind jetzt aus.",
          }),
    again: "Neu starten",
    settings: "Einstellungen ändern",
  },

  searching: {
    title: "Wir suchen jemanden",
    usual: "Meist dauert das nur einen Moment.",
    alone:
      "Gerade sucht sonst niemand. Wir halten deinen Platz frei: Die nächste Person triffst du.",
    quiet: "Gerade ist wenig los. Wir halten deinen Platz frei, bis jemand kommt.",
    startingWith: (interests: readonly string[]) =>
      `Zuerst unter Leuten, die ${f.or(interests)} mögen.`,
    widened: {
      interests: "Jetzt suchen wir auch Leute mit anderen Interessen.",
      languages: "Jetzt suchen wir auch Leute, die andere Sprachen sprechen.",
      recent: "Vielleicht triffst du jemanden, den du schon kennst.",
    },
    estimate: (ms: number) => `Zuletzt dauerte es etwa ${f.duration(ms)}.`,
    people: (n: number) => f.plural(n, { one: "# Person hier", other: "# Leute hier" }),
    coolDown: {
      title: "Deine Suchen dauern gerade länger",
      why: {
        reports:
          "Mehrere Leute haben dich gemeldet. Darum suchen wir jedes Mal etwa eine halbe Minute lang nur unter anderen, für die das auch gilt, danach unter allen.",
        network:
          "Mehrere Leute haben Besucher aus deinem Netz gemeldet. Darum suchen wir jedes Mal ein paar Sekunden lang nur unter anderen, für die das auch gilt, danach unter allen.",
      },
      until: (atMs: number) => `Das endet am ${f.moment(atMs)}.`,
    },
    addInterest: "Interesse hinzufügen",
    byText: "Lieber per Text",
    tellMe: "Sag mir Bescheid",
    willTell: "Du bekommst Bescheid",
    tips: [
      "Behalte Namen, Adresse und Konten für dich, bis du jemanden kennst.",
      "Ein Lächeln und ein „Hallo“ reichen für den Anfang.",
      "Frag, wie der Tag war: Das klappt in jeder Sprache.",
      "Etwas fühlt sich komisch an? Geh weiter oder melde es: Zweimal tippen genügt.",
      "Während du wartest, sieht dich niemand.",
      "Gutes Licht im Gesicht macht mehr aus als jede Kamera.",
      "Schick niemals Geld an jemanden, den du hier getroffen hast.",
    ],
    reconnecting: "Verbindung wird wiederhergestellt",
    reconnectingBody: "Die Verbindung zum Server ist weg. Sie kommt von selbst wieder.",
    restarting: "Der Server startet neu",
    restartingBack: (ms: number) => `Noch ${f.duration(ms)}, dann geht deine Suche weiter.`,
    restartingSoon: "Deine Suche geht jeden Moment weiter.",
    found: "Jemand gefunden",
    foundBack: "Jemand ist da. Komm zurück zur Seite.",
    bothLike: (interests: readonly string[]) => `Ihr mögt beide ${f.and(interests)}.`,
    connecting: "Wir verbinden euch …",
  },

  talk: {
    title: "Im Gespräch",
    strangersCamera: "Kamera deines Gegenübers",
    cameraOff: "Dein Gegenüber hat die Kamera aus",
    muted: "Gegenüber stummgeschaltet",
    bothLike: (interests: readonly string[]) => `Ihr mögt beide ${f.and(interests)}`,
    pictureStopped: "Das Bild ist eingefroren. Wir versuchen, es zurückzuholen …",
    tapToPlay: "Zum Abspielen tippen",
    selfAway: "Verbindung zum Server verloren. Wir verbinden dich neu …",
    partnerAway: "Dein Gegenüber hat die Verbindung verloren. Wir warten …",
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
    nobody: "Noch niemand zum Schreiben da",
    held: "Neue Person! Kurz warten, dann schreiben",
    send: "Senden",
    bytesLeft: (n: number) => `noch ${f.number(n)}`,
    bytesOver: (n: number) => `${f.number(n)} zu viel`,
    pasteCut: "Zu lang, darum wurde nur der Anfang eingefügt",
    emptyBefore: "Hier erscheinen eure Nachrichten.",
    empty: "Ihr seid verbunden. Sag Hallo.",
    emptyShared: (interests: readonly string[]) =>
      `Ihr seid verbunden und mögt beide ${f.and(interests)}. Sag Hallo.`,
  },

  controls: {
    label: "Anrufsteuerung",
    mute: "Mikrofon stummschalten",
    unmute: "Mikrofon einschalten",
    youAreMuted: "Stummgeschaltet: Man hört dich nicht",
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
    stop: "Beenden",
    stopHint: "Beenden (Esc)",
    skip: "Weiter",
    leaveQuestion: "Dieses Gespräch verlassen?",
    leaveShort: "Verlassen?",
    leave: "Verlassen",
    keep: "Weiterreden",
  },

  left: {
    titles: {
      skip: "Dein Gegenüber hat weitergeklickt",
      stop: "Dein Gegenüber ist gegangen",
      ice_failed: "Wir konnten euch nicht verbinden",
      media_failed: "Die Kamera deines Gegenübers ist ausgefallen",
      reported: "Das Gespräch wurde beendet",
      disconnected: "Dein Gegenüber hat die Verbindung verloren",
      no_show: "Dein Gegenüber ist nicht erschienen",
      closed: "Das Gespräch ist vorbei",
      connection_lost: "Die Verbindung ist abgebrochen",
    },
    noPath: "Eure Netze haben einander nicht erreicht. Das kommt manchmal vor.",
    noRelay:
      "Eine direkte Verbindung war nicht möglich, und der Relay-Server dieser Seite nimmt keine Anrufe an. Die Betreiber wissen Bescheid.",
    tooShort: "Das kommt vor. Weiter zur nächsten Person.",
    talkedFor: (ms: number) => `Ihr habt ${f.duration(ms)} geredet.`,
    next: "Weiter",
    wait: "Warten",
    stillThere: {
      title: "Bist du noch da?",
      body: "Du hast eine Weile nichts gemacht. Deshalb sieht dich gerade niemand.",
      here: "Ich bin da",
    },
    seconds: (n: number) => f.number(n),
  },

  safety: {
    nudityCheck: {
      unseen: {
        title: "Video wird geprüft …",
        body: "Du siehst es, sobald dein Browser es geprüft hat.",
      },
      bare: {
        title: "Hier könnte Nacktheit zu sehen sein",
        body: "Dein Browser hat das Bild unscharf gemacht. Er kann sich irren.",
      },
      unknown: {
        title: "Konnte nicht geprüft werden",
        body: "Dein Browser konnte das Bild nicht prüfen.",
      },
    },
    showAnyway: "Trotzdem zeigen",
    open: "Melden oder blockieren",
    openLast: "Letzte Person melden",
    title: "Was stimmt nicht?",
    intro: "Das Gespräch endet sofort, und ihr trefft euch hier nicht wieder.",
    introLast:
      "Es geht um die letzte Person, mit der du gesprochen hast. Ihr trefft euch hier nicht wieder.",
    reason: "Grund",
    reasons: {
      nudity: "Nacktheit oder sexuelle Handlungen",
      harassment: "Beleidigung, Drohung oder Druck",
      minor: "Scheint minderjährig zu sein",
      spam: "Werbung, Betrug oder ein Bot",
      violence: "Gewalt oder Selbstverletzung",
      other: "Etwas anderes",
    },
    note: "Was ist passiert? (optional)",
    noteHint: "Nur die Betreiber dieser Seite lesen das.",
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
      hint: "Dein Browser verschlüsselt das so, dass nur die Betreiber dieser Seite es öffnen können. Der Server kann es nicht.",
      child:
        "Wir schicken nur deinen Text, keine Bilder: Bilder von Minderjährigen dürfen nie weitergegeben werden.",
      hotline: "Hilfe für Kinder in Gefahr",
    },
    report: "Melden und weiter",
    block: "Nur blockieren",
    cancel: "Abbrechen",
    notices: {
      reported: "Gemeldet. Ihr trefft euch hier nicht wieder.",
      blocked: "Blockiert. Ihr trefft euch hier nicht wieder.",
      "not-reported":
        "Die Meldung wurde nicht gespeichert, aber ihr trefft euch hier nicht wieder.",
      "evidence-lost": "Gemeldet, aber Bilder und Nachrichten konnten nicht gesendet werden.",
      "too-late": "Zu spät: Der Server weiß nicht mehr, wer das war.",
    },
    blurFirst: "Unscharf starten",
    blurFirstHint: "Ihr seht euch nur unscharf, bis ihr euch beide zeigen wollt.",
    blurred: "Ihr seid beide unscharf",
    blurredMine: "Niemand kann dich erkennen, bis du dich zeigst.",
    blurredTheirs: "Du bist bereit. Dein Gegenüber noch nicht.",
    reveal: "Mich zeigen",
    blurAgain: "Wieder unscharf",
    hidden: "Bild und Ton sind aus",
    check: "Anruf überprüfen",
    checkBody:
      "Sagt euch, welche vier Emojis ihr seht. Sind es dieselben, gehen Bild und Ton direkt von Browser zu Browser.",
    checkLimits:
      "Das entlarvt die meisten Lauscher, aber nicht alle: Mit genug Aufwand kann jemand dafür sorgen, dass sie übereinstimmen.",
    checkNone: "Es gibt keine direkte Verbindung, die sich überprüfen lässt.",
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
    hearts: { off: "Gern wiedersehen", mine: "Wiedersehen gewünscht", both: "Ihr mögt euch" },
    notices: {
      liked: "Gemerkt. Wenn ihr euch beide mögt, könnt ihr euch wiedersehen.",
      "both-like": "Ihr mögt euch. Ihr könnt euch eine Stunde lang wiedersehen.",
      "met-before": "Ihr kennt euch schon.",
    },
  },

  videoWish: {
    call: "Videoanruf",
    states: {
      asking: "Wähl „Zulassen“, wenn dein Browser nach der Kamera fragt.",
      waiting: "Wir warten auf dein Gegenüber. Deine Kamera bleibt aus, bis ihr beide Video wollt.",
      asked: "Dein Gegenüber möchte einen Videoanruf.",
    },
    accept: "Video einschalten",
    decline: "Jetzt nicht",
    takeBack: "Doch nicht",
    opening: "Video wird verbunden …",
    openingBody: "Euer Chat bleibt da.",
    started: "Ihr seid jetzt im Videoanruf.",
    notices: {
      "video-failed": "Das Video kam nicht zustande. Ihr könnt weiterschreiben.",
      "video-over": "Der Videoanruf ist zu Ende. Ihr könnt weiterschreiben.",
    },
  },

  comfort: {
    more: "Mehr",
    volume: "Lautstärke des Gegenübers",
    fit: "Ganzes Bild zeigen",
    fill: "Fläche ausfüllen",
    pictureInPicture: "Bild im Bild",
    fullscreen: "Vollbild",
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
    weak: "Die Verbindung ist schwach. Das Bild kann darunter leiden.",
    bad: "Die Verbindung ist schlecht. Wir verkleinern das Bild, damit der Ton durchkommt.",
    shortcuts: "Tastenkürzel",
    shortcutsFor: {
      escape: "Gegenüber ausblenden und fragen, wie es weitergeht",
      escapeTwice: "Weiter zur nächsten Person",
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
      "Er kommt von einer fremden Person und führt zu einer anderen Seite. Die sieht dann deine IP-Adresse.",
    linkOpen: "In neuem Tab öffnen",
    swipe: "Nach oben wischen für die nächste Person",
    selfView: "Dein Bild. Pfeiltasten verschieben es.",
    selfSwaps: "Dein Bild. Die Eingabetaste zeigt es groß, Pfeiltasten verschieben es.",
    partnerSwaps:
      "Bild deines Gegenübers. Die Eingabetaste zeigt es groß, Pfeiltasten verschieben es.",
    swap: "Bildpositionen tauschen",
    selfSizes: { small: "Größe: klein", medium: "Größe: mittel", large: "Größe: groß" },
    hideSelf: "Eigenes Bild ausblenden",
    showSelf: "Eigenes Bild einblenden",
  },

  /** Changes of the visitor's own devices. */
  devices: {
    notices: {
      "camera-replaced": "Deine Kamera wurde getrennt, deshalb nehmen wir jetzt eine andere.",
      "camera-lost": "Deine Kamera wurde getrennt. Man sieht dich nicht.",
      "camera-denied": "Die Kamera ist blockiert",
      "camera-no-device": "Keine Kamera gefunden",
      "camera-busy": "Die Kamera wird gerade benutzt",
      "camera-failed": "Die Kamera ist nicht angegangen",
      "microphone-replaced": "Dein Mikrofon wurde getrennt, deshalb nehmen wir jetzt ein anderes.",
      "microphone-lost": "Dein Mikrofon wurde getrennt. Man hört dich nicht.",
      "microphone-denied": "Das Mikrofon ist blockiert",
      "microphone-no-device": "Kein Mikrofon gefunden",
      "microphone-busy": "Das Mikrofon wird gerade benutzt",
      "microphone-failed": "Das Mikrofon ist nicht angegangen",
    },
    paused: { camera: "Deine Kamera ist pausiert", microphone: "Dein Mikrofon ist pausiert" },
    again: (what) => `${what}. Erneut versuchen`,
    blur: {
      label: "Meinen Hintergrund unscharf machen",
      loading: "Die Hintergrundunschärfe lädt … Noch sieht dich niemand.",
      failed: "Die Hintergrundunschärfe funktioniert gerade nicht. Deine Kamera ist deshalb aus.",
      without: "Ohne Unschärfe weitermachen",
    },
  },

  mediaProblem: {
    mixed: "Kamera und Mikrofon sind nicht angegangen",
    retry: "Erneut versuchen",
    withoutCamera: "Ohne Kamera weiter",
    byText: "Per Text chatten",
    back: "Zurück",
    denied: {
      title: "Die Kamera ist blockiert",
      body: "Diese Seite darf deine Kamera und dein Mikrofon nicht benutzen. So erlaubst du es:",
    },
    deniedSteps: [
      "Drück auf das Symbol neben der Adresse dieser Seite.",
      "Stell Kamera und Mikrofon auf „Zulassen“.",
      "Komm zurück und drück „Erneut versuchen“.",
    ],
    deniedBySystem:
      "Wenn sie hier schon erlaubt sind, schau in die Datenschutzeinstellungen deines Systems.",
    "no-device": {
      title: "Keine Kamera und kein Mikrofon gefunden",
      body: "Schließ eins davon an und versuch es noch einmal, oder chatte per Text: Dafür brauchst du keins von beiden.",
    },
    busy: {
      title: "Die Kamera wird gerade benutzt",
      body: "Ein anderes Programm oder ein anderer Tab benutzt Kamera oder Mikrofon. Schließ es dort und versuch es noch einmal.",
    },
    insecure: {
      title: "Diese Seite ist nicht sicher",
      body: "Browser lassen nur Seiten an die Kamera, die mit https geöffnet sind. Bitte die Betreiber dieser Seite, das einzuschalten. Per Text chatten kannst du schon jetzt.",
    },
    unsupported: {
      title: "Dieser Browser kann keinen Videochat",
      body: "Ein aktueller Chrome, Edge, Firefox oder Safari kann das. Bist du gerade in einer anderen App? Dann öffne diese Seite in deinem Browser.",
    },
    failed: {
      title: "Die Kamera ist nicht angegangen",
      body: "Mit Kamera oder Mikrofon stimmt etwas nicht. Oft hilft es, das Gerät abzuziehen und wieder anzuschließen.",
    },
  },

  noVideo: {
    unsupported: {
      title: "Kein Video in diesem Browser",
      body: "Er kann deine Kamera nicht mit einem anderen Browser verbinden, oder etwas hat das abgeschaltet. Das kann helfen:",
      steps: [
        "Öffne diese Seite in einem aktuellen Chrome, Edge, Firefox oder Safari.",
        "In einer anderen App? Wähle in deren Menü „Im Browser öffnen“.",
        "Wenn eine Einstellung oder Erweiterung WebRTC abgeschaltet hat, erlaub es für diese Seite.",
      ],
    },
    insecure: {
      title: "Diese Seite ist nicht sicher",
      body: "Browser lassen nur Seiten an Kamera und Mikrofon, die mit https geöffnet sind. Das kann helfen:",
      steps: [
        "Öffne dieselbe Adresse mit https davor.",
        "Wenn das nicht geht, bitte die Betreiber dieser Seite, es einzuschalten.",
      ],
    },
    blocked: {
      title: "Videoanrufe kommen nicht durch",
      body: "Dieser Browser oder dieses Netz lässt keine Videoanrufe durch, darum suchen wir nicht weiter. Das kann helfen:",
      steps: [
        "Versuch ein anderes Netz, zum Beispiel mobile Daten statt dieses WLANs.",
        "Schalt dein VPN aus oder eine Erweiterung, die WebRTC blockiert.",
        "Öffne diese Seite in einem anderen Browser.",
      ],
    },
    relay: {
      title: "Der Relay-Server nimmt keine Anrufe an",
      body: "Anrufe laufen hier über den Relay-Server dieser Seite, und der lehnt sie gerade ab. Es liegt nicht an dir, und die Betreiber wissen Bescheid. Das kann helfen:",
      steps: [
        "Versuch es später noch einmal.",
        "Chatte so lange per Text: Dafür braucht es den Relay-Server nicht.",
      ],
    },
    again: "Erneut versuchen",
    byText: "Per Text weiter",
    secure: "Mit https öffnen",
    copy: "Adresse kopieren",
    copied: "Kopiert",
  },

  serverProblem: {
    tryNow: "Jetzt versuchen",
    tryAgain: "Erneut versuchen",
    again: "Neu starten",
    useThisTab: "Diesen Tab benutzen",
    reload: "Neu laden",
    stop: "Beenden",
    back: "Zurück",
    offline: {
      title: "Du bist offline",
      body: "Dein Gerät hat kein Netz. Deine Suche geht weiter, sobald es wieder da ist.",
    },
    unreachable: {
      title: "Der Server antwortet nicht",
      body: "Vielleicht startet er gerade neu. Wir versuchen es weiter, du musst nichts tun.",
    },
    full: {
      title: "Gerade ist alles voll",
      body: "Es sind mehr Leute hier, als unser Server aufnehmen kann. Sobald Platz ist, kommst du automatisch rein.",
    },
    busy: {
      title: "Einen Moment",
      body: "Der Server kommt gerade nicht hinterher. Deine Suche geht von selbst weiter.",
    },
    replaced: {
      title: "In einem anderen Tab geöffnet",
      body: "Du hast in einem anderen Tab oder Fenster neu gestartet, darum wurde die Verbindung hier getrennt.",
    },
    version: {
      title: "Es gibt eine neue Version",
      body: "Diese Seite ist älter als der Server. Lad sie neu, um weiterzumachen.",
    },
    rate_limited: {
      title: "Das war etwas zu schnell",
      body: "Der Server hat deine Verbindung wegen zu vieler Anfragen getrennt. Warte ein bisschen und starte dann neu.",
    },
    closed: {
      title: "Der Server hat die Verbindung beendet",
      body: "Warum genau, wissen wir nicht. Meistens hilft es, neu zu starten.",
    },
    notLoaded: {
      title: "Dieser Teil wurde nicht geladen",
      body: "Vielleicht war das Netz kurz weg. Versuch es noch einmal oder lad die Seite neu.",
    },
    broken: {
      title: "Da ist etwas kaputtgegangen",
      body: "Ein Teil dieser Seite funktioniert nicht mehr. Kamera und Mikrofon sind aus, und ein laufendes Gespräch ist beendet. Versuch es noch einmal oder lad die Seite neu.",
    },
  },

  diagnostics: { copy: "Diagnose kopieren", copied: "Kopiert" },
  reference: {
    label: "Referenznummer:",
    copy: "Kopieren",
    none: "Der Server hat uns keine Referenznummer gegeben. Die Einzelheiten findest du über „Diagnose kopieren“.",
  },

  site: { contact: "Kontakt", privacy: "Datenschutz" },

  banned: {
    title: "Du kannst hier gerade nicht chatten",
    titleOver: "Du kannst hier wieder chatten",
    body: "Die Betreiber dieser Seite haben dich gesperrt.",
    reason: "Als Grund haben sie angegeben:",
    until: (atMs: number) =>
      `Die Sperre endet am ${f.moment(atMs)}. Danach kannst du hier neu starten.`,
    over: "Die Sperre ist vorbei.",
    noEnd: "Es wurde kein Ende festgelegt.",
    appeal: "Wenn du das für einen Fehler hältst, schreib den Betreibern dieser Seite.",
    reference: "Gib dabei bitte diese Referenz an:",
    again: "Neu starten",
    back: "Zurück",
  },

  consent: {
    confirm: "Ich bin mindestens 18 und akzeptiere die Regeln.",
    read: "Regeln lesen",
    confirmAdult:
      "Ich bin mindestens 18, akzeptiere die Regeln und möchte Erwachsene treffen, die sich vielleicht nackt oder beim Sex zeigen.",
    given: "Du hast bestätigt, dass du mindestens 18 bist und die Regeln akzeptierst.",
    givenAdult:
      "Du hast bestätigt, dass du mindestens 18 bist, die Regeln akzeptierst und Erwachsene treffen möchtest, die sich vielleicht nackt oder beim Sex zeigen.",
    missing: "Bitte bestätige das zuerst.",
    title: "Die Regeln",
    close: "Schließen",
    intro: "Ein paar Regeln, damit sich hier alle wohlfühlen:",
    rules: [
      "Du bist mindestens 18.",
      "Sei freundlich: keine Belästigung, kein Hass, keine Drohungen.",
      "Keine Nacktheit und keine sexuellen Handlungen vor Leuten, die nicht darum gebeten haben.",
      "Nichts Illegales und keine Werbung.",
      "Nimm Bild und Ton nicht auf. Den Chat darfst du für dich speichern, aber gib nichts weiter, was andere zeigen, sagen oder schreiben.",
      "Verrate weder deinen Namen noch deine Adresse noch Passwörter.",
    ],
    outro:
      "Wir zeichnen Gespräche nicht auf und bewahren nichts davon auf, außer dem, was jemand einer Meldung beifügt. Bild und Ton gehen direkt von dir zu deinem Gegenüber, das deine IP-Adresse sehen kann, wenn sie nicht verborgen ist. Auch dein Gegenüber kann den Chat speichern. Wer gegen die Regeln verstößt, kann gesperrt werden. „Weiter“ und „Beenden“ kannst du jederzeit drücken.",
  },

  settings: {
    title: "Einstellungen",
    language: "Sprache",
    theme: "Design",
    themes: { system: "System", light: "Hell", dark: "Dunkel" },
    blurNudity: "Nacktheit unscharf machen",
    blurNudityHint:
      "Dein Browser prüft das Bild deines Gegenübers und macht Nacktheit unscharf. Nichts verlässt dein Gerät. Er lädt dafür erst 3 MB und kann sich irren.",
  },
};
