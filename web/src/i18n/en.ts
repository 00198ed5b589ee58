import { formats } from "./formats";

const f = formats("en");

/** Every text of the page, and the reference for all other languages. */
export const en = {
  time: {
    clock: f.clock,
    duration: f.duration,
    stopwatch: f.stopwatch,
  },

  /** The title of the window. */
  titles: {
    "no-video": "No video",
    "requesting-media": "Allow your camera",
    "media-error": "Camera problem",
    searching: "Looking for someone",
    connecting: "Found someone",
    talking: "In conversation",
    "partner-left": "Conversation ended",
    reconnecting: "Reconnecting",
    unavailable: "Server unavailable",
    refused: "Disconnected",
    stopped: "Stopped",
    broken: "Page error",
  },

  /** The latest change, announced to screen readers. */
  announcements: {
    searching: "Looking for someone.",
    connecting: "Found someone. Connecting.",
    talking: "Connected. Say hello.",
    leftWaiting: (title: string) => `${title}. Press Next to go on.`,
    leftCounting: (title: string) => `${title}. The next search starts in three seconds.`,
    reconnecting: "Connection to the server lost. Reconnecting.",
  },

  welcome: {
    lane: "Where",
    /** The lanes with known names; an operator may have others. */
    lanes: { general: "General", adult: "Adults only" },
    laneAdultHint: "Here people may show nudity or sex. You meet only those who chose this too.",
    title: "Say hello to someone new.",
    intro: "One stranger at a time. No account, no history: when a conversation ends, it is gone.",
    mode: "How to talk",
    video: "Video",
    text: "Text",
    start: "Start",
    optional: "(optional)",
    interests: "Interests",
    interestsExample: "music, travel, chess",
    interestsHint: "Press Enter after each. Your partner only sees what you both like.",
    interestsFull: (max: number) => `That is all ${f.number(max)}. Remove one to add another.`,
    remove: (what: string) => `Remove ${what}`,
    popular: "Popular now",
    addInterest: (what: string) => `Add ${what}`,
    languages: "Languages you speak",
    anyLanguage: "Any language",
    anotherLanguage: "Another one",
    languageName: f.language,
    hideAddress: "Hide my network address",
    hideAddressHint:
      "Video goes through our relay, so strangers cannot see where you connect from.",
  },

  preview: {
    label: "Camera preview",
    wordsOnly: "Words only. Your camera and microphone stay off.",
    yours: "Your camera",
    noCameraFound: "No camera found",
    noMicrophone: "No microphone",
    camera: "Camera",
    microphone: "Microphone",
    speaker: "Loudspeaker",
    systemSpeaker: "System loudspeaker",
    level: "Level of your microphone",
    cameraIsOff: "Your camera is off. Partners hear you only.",
    waiting: "Waiting for your camera…",
    look: "Have a look at yourself before anybody else does.",
    open: "Preview camera",
  },

  requesting: {
    titleBoth: "Allow your camera and microphone",
    titleMicrophone: "Allow your microphone",
    body: "Your browser is asking for permission. Choose “Allow” to go on.",
    calm: "Nobody sees you yet. You can switch either of them off at any time.",
    cancel: "Cancel",
  },

  stopped: {
    title: "You stopped",
    body: (met: number) =>
      met === 0
        ? "Your camera and microphone are off, and nobody is looking for you."
        : f.plural(met, {
            one: "You met one person. Your camera and microphone are off now.",
            other: "You met # people. Your camera and microphone are off now.",
          }),
    again: "Start again",
    settings: "Change settings",
  },

  searching: {
    title: "Looking for someone",
    usual: "This usually takes a moment.",
    alone: "Nobody else is looking right now. You keep your place; the next person is yours.",
    quiet: "It is quiet right now. You keep your place; somebody will come.",
    startingWith: (interests: readonly string[]) =>
      `Starting with people who like ${f.or(interests)}.`,
    widened: {
      interests: "Now also looking among people with other interests.",
      languages: "Now also looking among speakers of other languages.",
      recent: "You may meet somebody from before.",
    },
    estimate: (ms: number) => `Lately the wait was about ${f.duration(ms)}.`,
    people: (n: number) => f.plural(n, { one: "# person here", other: "# people here" }),
    coolDown: {
      title: "Your searches take longer for now",
      why: {
        reports:
          "Several people reported you. For about half a minute, each search looks among others in the same situation, then among everybody.",
        network:
          "Several people reported visitors from your network. For a few seconds, each search looks among others in the same situation, then among everybody.",
      },
      until: (atMs: number) => `This ends by itself on ${f.moment(atMs)}.`,
    },
    addInterest: "Add an interest",
    byText: "Chat by text instead",
    tellMe: "Notify me",
    willTell: "We'll notify you",
    tips: [
      "Keep your name, address and accounts to yourself until you know someone.",
      "A smile and “hi” is all it takes to begin.",
      "Ask about their day: it works in every language.",
      "Something feels wrong? Skip, or press Report: it takes two presses.",
      "Nobody can see you while you're waiting.",
      "Good light on your face makes a better first impression than any camera.",
      "Never send money to someone you've met here.",
    ],
    reconnecting: "Reconnecting",
    reconnectingBody: "The line to the server broke. It is coming back by itself.",
    restarting: "The server is restarting",
    restartingBack: (ms: number) => `Your search goes on by itself in ${f.duration(ms)}.`,
    restartingSoon: "Your search goes on by itself any moment now.",
    found: "Found someone",
    foundBack: "They're here. Come back to the page.",
    bothLike: (interests: readonly string[]) => `You both like ${f.and(interests)}.`,
    connecting: "Connecting the two of you…",
  },

  talk: {
    title: "In conversation",
    strangersCamera: "Stranger's camera",
    cameraOff: "Stranger's camera is off",
    muted: "Stranger is muted",
    bothLike: (interests: readonly string[]) => `You both like ${f.and(interests)}`,
    pictureStopped: "The picture stopped. Trying to get it back…",
    tapToPlay: "Tap to play",
    selfAway: "Connection to the server lost. Reconnecting…",
    partnerAway: "Stranger lost the connection. Waiting for them…",
  },

  chat: {
    title: "Chat",
    close: "Close chat",
    latest: "Latest messages",
    messages: "Messages",
    you: "You: ",
    stranger: "Stranger: ",
    sending: "Sending",
    delivered: "Delivered",
    notSent: "Not sent",
    sendAgain: "Send again",
    showAll: "Show all",
    showLess: "Show less",
    typing: "Stranger is typing",
    message: "Message",
    write: "Write a message",
    nobody: "Nobody to write to yet",
    held: "New person: pause for a moment, then type",
    send: "Send",
    bytesLeft: (n: number) => f.plural(n, { other: "# left" }),
    bytesOver: (n: number) => f.plural(n, { other: "# too many" }),
    pasteCut: "Too long: only the beginning was pasted",
    emptyBefore: "Messages appear here.",
    empty: "You are connected. Say hello.",
    emptyShared: (interests: readonly string[]) =>
      `You are connected, and you both like ${f.and(interests)}. Say hello.`,
  },

  controls: {
    label: "Call controls",
    mute: "Mute microphone",
    unmute: "Unmute microphone",
    youAreMuted: "You’re muted: they can’t hear you",
    noMicrophone: "No microphone",
    cameraOff: "Turn camera off",
    cameraOn: "Turn camera on",
    noCamera: "No camera",
    /** Visible beside the icons. The names of the buttons must contain them. */
    microphone: "Microphone",
    camera: "Camera",
    chat: "Chat",
    openChat: "Open chat",
    openChatUnread: (n: number) => `Open chat, ${f.plural(n, { other: "# unread" })}`,
    unreadMany: (n: number) => `${f.number(n)}+`,
    unread: (n: number) => f.number(n),
    stop: "Stop",
    stopHint: "Stop (Esc)",
    skip: "Skip",
    leaveQuestion: "Leave this conversation?",
    leaveShort: "Leave?",
    leave: "Leave",
    keep: "Keep talking",
  },

  /** Why a conversation ended. */
  left: {
    titles: {
      skip: "Stranger moved on",
      stop: "Stranger left",
      ice_failed: "No path between you two",
      media_failed: "Stranger's camera broke",
      reported: "The conversation was ended",
      disconnected: "Stranger lost the connection",
      no_show: "Stranger did not come",
      closed: "The room was closed",
      connection_lost: "The connection was lost",
    },
    noPath: "Your networks could not reach each other. It is nobody's fault.",
    noRelay:
      "No direct path was found, and the relay of this site refuses. The people who run it have been told.",
    tooShort: "That happens. Somebody else is waiting.",
    talkedFor: (ms: number) => `You talked for ${f.duration(ms)}.`,
    next: "Next",
    wait: "Wait",
    stillThere: {
      title: "Still there?",
      body: "You have not touched anything for a while, so nobody sees you for now.",
      here: "I’m here",
    },
    seconds: (n: number) => f.number(n),
  },

  /** Reporting, blocking and blurring. */
  safety: {
    covered: {
      unseen: {
        title: "Looking first",
        body: "Your browser shows the picture once it has looked at it.",
      },
      bare: {
        title: "This may be nudity",
        body: "Your browser has blurred the picture. It can be wrong.",
      },
      unknown: { title: "Not looked at", body: "Your browser could not look at the picture." },
    },
    lift: "Show anyway",
    open: "Report or block",
    title: "What is wrong?",
    intro: "The conversation ends at once, and you two never meet again.",
    reason: "Reason",
    reasons: {
      nudity: "Nudity or sexual acts",
      harassment: "Insults, threats or pressure",
      minor: "Seems to be a child",
      spam: "Advertising, fraud or a bot",
      violence: "Violence or self-harm",
      other: "Something else",
    },
    note: "What happened? (optional)",
    noteHint: "Only the people who run this site read it.",
    evidence: {
      title: "Show them what happened",
      pictures: (n: number) =>
        f.plural(n, { one: "Send the last picture", other: "Send the last # pictures" }),
      picture: "Picture of the stranger",
      look: "Show the pictures",
      chat: (n: number) =>
        f.plural(n, { one: "Send the last message", other: "Send the last # messages" }),
      hint: "Your browser seals this, so that only the people who run this site can open it. The server cannot.",
      child: "Only your words are sent, no pictures: pictures of children must never be passed on.",
      hotline: "Help for children in danger",
    },
    report: "Report and go on",
    block: "Only block",
    cancel: "Cancel",
    notices: {
      reported: "Reported. You two never meet again.",
      blocked: "Blocked. You two never meet again.",
      "not-reported": "The report could not be kept, but you two never meet again.",
      "evidence-lost": "Reported, but the pictures and messages could not be sent.",
      "too-late": "Too late: the server no longer knows who that was.",
    },
    blurFirst: "Start blurred",
    blurFirstHint: "Strangers see a blur of you, and you of them, until you both want to be seen.",
    blurred: "You are both blurred",
    blurredMine: "Nobody can make you out until you show yourself.",
    blurredTheirs: "You are ready. Stranger is not yet.",
    reveal: "Show myself",
    veil: "Blur us again",
    hidden: "Picture and sound are off",
    check: "Is anybody in between?",
    checkBody:
      "Read these four to each other. If you both see the same, your picture and sound go from browser to browser.",
    checkLimits:
      "It shows a careless listener, not everyone: somebody with a lot of effort can make them match.",
    checkNone: "There is no direct connection to check.",
  },

  /** Reactions without words, shown over the picture. */
  reactions: {
    open: "React",
    title: "Reactions",
    names: {
      wave: "Wave",
      laugh: "Laugh",
      heart: "Heart",
      thumbs_up: "Thumbs up",
      clap: "Applause",
      wow: "Wow",
    },
    yours: (what: string) => `You: ${what}`,
    theirs: (what: string) => `Your partner: ${what}`,
    wave: "Wave",
    waveBack: "Wave back",
    waved: "You waved",
    partnerWaved: "Your partner waved at you.",
  },

  /** Cards with a question to begin with. */
  icebreaker: {
    title: "Icebreaker",
    another: "Another one",
    close: "Hide the icebreaker",
    all: "Icebreakers",
  },

  /** Liking a partner, to meet again. */
  again: {
    hearts: { off: "Like, to meet again", mine: "Liked", both: "You like each other" },
    notices: {
      liked: "Liked. If they like you too, you can meet again.",
      "both-like": "You like each other. You can meet again for an hour.",
      "met-before": "You've met before.",
    },
  },

  /** The extras of a conversation. */
  comfort: {
    more: "More",
    volume: "Volume of the stranger",
    fit: "Show the whole picture",
    fill: "Fill the stage",
    pictureInPicture: "Picture in picture",
    fullscreen: "Full screen",
    shareScreen: "Share my screen",
    stopScreen: "Stop sharing",
    sharing: "Stranger sees your screen",
    strangersScreen: "Stranger's screen",
    turnCamera: "Switch camera",
    sounds: "Sounds",
    copy: "Copy the chat",
    copied: "Copied",
    save: "Save the chat",
    fileName: "chat",
    you: "You",
    stranger: "Stranger",
    close: "Close",
    weak: "The connection is weak. The picture may be coarse.",
    bad: "The connection is bad. The picture is made smaller, so that the words get through.",
    shortcuts: "Keyboard shortcuts",
    shortcutsFor: {
      escape: "Hide the stranger and ask what to do",
      escapeTwice: "Skip to the next one",
      send: "Send the message",
      line: "Begin a new line",
      microphone: "Microphone on or off",
      camera: "Camera on or off",
      chat: "Open or close the chat",
      report: "Report or block",
      help: "This list",
    },
    emoji: "Emoji",
    emojiSearch: "Search emoji",
    emojiNone: "No emoji found",
    linkTitle: "Open this link?",
    linkBody:
      "A stranger sent it. It leads out of this site, and whoever runs it will see your address.",
    linkOpen: "Open in a new tab",
    swipe: "Swipe up for the next person",
    selfView: "Your picture. Arrow keys move it.",
    hideSelf: "Hide my own picture",
    showSelf: "Show my own picture",
  },

  /** Changes of the visitor's own devices. */
  devices: {
    notices: {
      "camera-replaced": "Your camera is gone. Another one is used now.",
      "camera-lost": "Your camera is gone. Strangers cannot see you.",
      "camera-denied": "The camera is blocked",
      "camera-no-device": "No camera found",
      "camera-busy": "The camera is in use",
      "camera-failed": "The camera did not open",
      "microphone-replaced": "Your microphone is gone. Another one is used now.",
      "microphone-lost": "Your microphone is gone. Strangers cannot hear you.",
      "microphone-denied": "The microphone is blocked",
      "microphone-no-device": "No microphone found",
      "microphone-busy": "The microphone is in use",
      "microphone-failed": "The microphone did not open",
    },
    paused: { camera: "Your camera is paused", microphone: "Your microphone is paused" },
    again: (what: string) => `${what}. Try again`,
  },

  mediaProblem: {
    mixed: "Neither camera nor microphone opened",
    retry: "Try again",
    withoutCamera: "Go without camera",
    byText: "Chat by text",
    back: "Back",
    denied: {
      title: "The camera is blocked",
      body: "This site has no permission to use your camera and microphone. To allow it:",
    },
    deniedSteps: [
      "Press the icon beside the address of this page.",
      "Set Camera and Microphone to “Allow”.",
      "Come back and press Try again.",
    ],
    deniedBySystem: "If they are allowed here, look in the privacy settings of your system.",
    "no-device": {
      title: "No camera or microphone found",
      body: "Connect one and try again, or chat by text: that needs neither.",
    },
    busy: {
      title: "The camera is in use",
      body: "Another program or tab holds your camera or microphone. Close it there, then try again.",
    },
    insecure: {
      title: "This page is not secure",
      body: "Browsers give the camera only to pages opened with https. Ask whoever runs this site to switch it on. Text works here as it is.",
    },
    unsupported: {
      title: "This browser cannot do video chat",
      body: "A current Chrome, Edge, Firefox or Safari can. Browsers inside other apps often cannot: open this page in a real one.",
    },
    failed: {
      title: "The camera did not open",
      body: "Something went wrong with your camera or microphone. Unplugging it often helps.",
    },
  },

  /** Shown before a visit if the browser has no video. */
  noVideo: {
    unsupported: {
      title: "No video in this browser",
      body: "It cannot connect a camera to another browser, or something has switched that off. What helps:",
      steps: [
        "Open this page in a current Chrome, Edge, Firefox or Safari.",
        "Inside another app? Choose “Open in browser” in its menu.",
        "If a setting or an extension has switched WebRTC off, allow it for this site.",
      ],
    },
    insecure: {
      title: "This page is not secure",
      body: "Browsers give camera and microphone only to pages opened with https. What helps:",
      steps: [
        "Open the same address with https in front of it.",
        "If that does not work, ask whoever runs this site to switch it on.",
      ],
    },
    blocked: {
      title: "Video calls do not get through",
      body: "This browser or network lets no video call through, so the search has stopped. What helps:",
      steps: [
        "Try another network: mobile data instead of this Wi-Fi, say.",
        "Switch off a VPN, or an extension that blocks WebRTC.",
        "Open this page in another browser.",
      ],
    },
    relay: {
      title: "The relay turns calls away",
      body: "Calls here go through this site's relay, and it refuses. You can't fix that; the people who run the site have been told. What helps:",
      steps: ["Try again in a while.", "Chat by text meanwhile: that needs no relay."],
    },
    again: "Try again",
    byText: "Go on by text",
    secure: "Open with https",
    copy: "Copy the address",
    copied: "Copied",
  },

  serverProblem: {
    tryNow: "Try now",
    tryAgain: "Try again",
    again: "Start again",
    useThisTab: "Use this tab",
    reload: "Reload",
    stop: "Stop",
    back: "Back",
    offline: {
      title: "You are offline",
      body: "Your device has no network. The search goes on by itself as soon as it is back.",
    },
    unreachable: {
      title: "The server does not answer",
      body: "It may be restarting. We keep trying; you need not do anything.",
    },
    full: {
      title: "The house is full",
      body: "More people are here than this server can hold. You get in by yourself as soon as there is room.",
    },
    busy: {
      title: "A short pause",
      body: "The server needs a moment. The search goes on by itself.",
    },
    replaced: {
      title: "Open in another tab",
      body: "You started again in another tab or window, so this one let go.",
    },
    version: {
      title: "There is a new version",
      body: "This page is older than the server. Reload it to go on.",
    },
    rate_limited: {
      title: "That was very fast",
      body: "The server let go of you because of too many requests. Wait a little, then start again.",
    },
    closed: {
      title: "The server ended the connection",
      body: "It did not say why in a way that helps. Starting again usually does.",
    },
    notLoaded: {
      title: "This part did not load",
      body: "The network may have been away for a moment. Try again, or reload the page.",
    },
    broken: {
      title: "Something broke",
      body: "A part of this page stopped working. Your camera and microphone are off, and any conversation has ended. Try again, or reload the page.",
    },
  },

  diagnostics: { copy: "Copy diagnostics", copied: "Copied" },
  reference: {
    label: "Reference number:",
    copy: "Copy",
    none: "Couldn't get a reference number from the server. “Copy diagnostics” keeps the details.",
  },

  site: { contact: "Contact", privacy: "Privacy" },

  banned: {
    title: "You cannot chat here now",
    titleOver: "You can chat here again",
    body: "The people who run this site have blocked you.",
    reason: "The reason they give:",
    until: (atMs: number) => `The block ends on ${f.moment(atMs)}. You can start again here then.`,
    over: "The block is over.",
    noEnd: "No end has been set.",
    appeal: "If you think that is a mistake, write to the people who run this site.",
    reference: "Please quote this reference:",
    again: "Start again",
    back: "Back",
  },

  consent: {
    confirm: "I am 18 or older and accept the rules.",
    read: "Read the rules",
    confirmAdult:
      "I am 18 or older, accept the rules, and want to meet adults who may show nudity or sex.",
    given: "You have confirmed that you are 18 or older and accept the rules.",
    givenAdult:
      "You have confirmed that you are 18 or older, accept the rules, and want to meet adults who may show nudity or sex.",
    missing: "Please confirm this first.",
    title: "The rules",
    close: "Close",
    intro: "Everybody here is a stranger, and somebody's friend. That is why:",
    rules: [
      "You are 18 or older.",
      "Be kind: no harassment, hate or threats.",
      "No sexual acts or nudity in front of people who did not ask for it.",
      "Nothing that is illegal, and no advertising.",
      "Do not record or share what others show or say.",
      "Do not give away your name, address or passwords.",
    ],
    outro:
      "Conversations are not recorded and not kept here. Picture and sound go straight from you to your partner, who may see your network address unless it is hidden. Whoever breaks the rules can be blocked. Skip and Stop work at any time.",
  },

  settings: {
    title: "Settings",
    language: "Language",
    theme: "Appearance",
    themes: { system: "System", light: "Light", dark: "Dark" },
    coverNudity: "Cover nudity",
    coverNudityHint:
      "Your browser looks at the stranger’s picture and blurs nudity. Nothing leaves your device. It loads 3 MB first, and can be wrong.",
  },
};

export type Messages = typeof en;
