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
    broken: "Something went wrong",
  },

  /** The latest change, announced to screen readers. */
  announcements: {
    searching: "Looking for someone.",
    connecting: "Found someone. Connecting.",
    talking: "Connected. Say hello.",
    leftWaiting: (title: string) => `${title}. Press Next to continue.`,
    leftCounting: (title: string) => `${title}. The next search starts in three seconds.`,
    reconnecting: "Lost the connection to the server. Reconnecting.",
  },

  welcome: {
    lane: "Where to chat",
    /** The lanes with known names; an operator may have others. */
    lanes: { general: "General", adult: "Adults only" },
    laneAdultHint:
      "People may show nudity or sex here. You’ll only meet others who chose this too.",
    title: "Say hello to someone new.",
    mode: "How do you want to talk?",
    video: "Video",
    text: "Text",
    start: "Start",
    optional: "(optional)",
    interests: "Interests",
    interestsExample: "music, travel, chess",
    interestsHint: "Press Enter after each one. Your partner only sees what you both like.",
    interestsFull: (max: number) =>
      `You can add up to ${f.number(max)}. Remove one to add another.`,
    remove: (what: string) => `Remove ${what}`,
    popular: "Popular now",
    addInterest: (what: string) => `Add ${what}`,
    languages: "Languages you speak",
    anyLanguage: "Any language",
    anotherLanguage: "Add another",
    languageName: f.language,
    hideAddress: "Hide my network address",
    hideAddressHint:
      "Your video goes through our relay, so strangers can’t see where you’re connecting from.",
  },

  /** What a first-time visitor learns before pressing Start. */
  entrance: {
    online: (n: number) =>
      f.plural(n, { one: "# person is here right now", other: "# people are here right now" }),
    how: "How it works",
    one: {
      title: "One stranger at a time",
      video: "You see and hear each other.",
      text: "You write to each other.",
    },
    skip: { title: "Skip whenever you like", body: "It takes you to the next person." },
    gone: { title: "Nothing is kept", body: "No account, no recording, no history." },
    who: "Who would you like to meet?",
    anyone: "Anyone",
    addressHidden: "Address hidden",
    languagesHint:
      "You’ll meet people who share a language first. After a while, you’ll meet everyone.",
    install: "Install the app",
    neverInstall: "Don’t offer this again",
  },

  preview: {
    label: "Camera preview",
    wordsOnly: "Text only. Your camera and microphone stay off.",
    yours: "Your camera",
    noCameraFound: "No camera found",
    noMicrophone: "No microphone",
    camera: "Camera",
    microphone: "Microphone",
    speaker: "Loudspeaker",
    systemSpeaker: "System loudspeaker",
    level: "Microphone level",
    cameraIsOff: "Your camera is off. People can hear you, but not see you.",
    waiting: "Waiting for your camera…",
    open: "Preview camera",
  },

  requesting: {
    titleBoth: "Allow your camera and microphone",
    titleMicrophone: "Allow your microphone",
    body: "Your browser is asking for permission. Choose “Allow” to continue.",
    calm: "Nobody can see you yet. You can turn either one off at any time.",
    cancel: "Cancel",
  },

  stopped: {
    title: "You’ve stopped",
    body: (met: number) =>
      met === 0
        ? "Your camera and microphone are off, and we’ve stopped looking."
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
    alone: "Nobody else is looking right now. We’ll keep your place; the next person is yours.",
    quiet: "It’s quiet right now. We’ll keep your place until someone comes along.",
    startingWith: (interests: readonly string[]) =>
      `Starting with people who like ${f.or(interests)}.`,
    widened: {
      interests: "Now including people with other interests.",
      languages: "Now including people who speak other languages.",
      recent: "You might run into someone you’ve already met.",
    },
    estimate: (ms: number) => `Recent wait: about ${f.duration(ms)}.`,
    people: (n: number) => f.plural(n, { one: "# person here", other: "# people here" }),
    coolDown: {
      title: "Your searches are taking longer for now",
      why: {
        reports:
          "Several people have reported you. For its first half minute or so, each search only covers others in the same situation; after that, it covers everyone.",
        network:
          "Several people have reported visitors from your network. For its first few seconds, each search only covers others in the same situation; after that, it covers everyone.",
      },
      until: (atMs: number) => `This will end on ${f.moment(atMs)}.`,
    },
    addInterest: "Add an interest",
    byText: "Chat by text instead",
    tellMe: "Notify me",
    willTell: "We’ll notify you",
    tips: [
      "Keep your name, address and accounts to yourself until you know someone.",
      "A smile and a “hi” are all it takes to start.",
      "Ask about their day: it works in every language.",
      "Something feels off? Skip, or report them in two taps.",
      "Nobody can see you while you’re waiting.",
      "Good light on your face makes a better first impression than any camera.",
      "Never send money to someone you’ve met here.",
    ],
    reconnecting: "Reconnecting",
    reconnectingBody: "We lost the connection to the server. It’ll be back on its own.",
    restarting: "The server is restarting",
    restartingBack: (ms: number) => `Your search continues in ${f.duration(ms)}.`,
    restartingSoon: "Your search will continue any moment now.",
    found: "Found someone",
    foundBack: "They’re here. Come back to the page.",
    bothLike: (interests: readonly string[]) => `You both like ${f.and(interests)}.`,
    connecting: "Connecting you two…",
  },

  talk: {
    title: "In conversation",
    strangersCamera: "Stranger’s camera",
    cameraOff: "Stranger’s camera is off",
    muted: "Stranger is muted",
    bothLike: (interests: readonly string[]) => `You both like ${f.and(interests)}`,
    pictureStopped: "The picture froze. Trying to get it back…",
    tapToPlay: "Tap to play",
    selfAway: "Lost the connection to the server. Reconnecting…",
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
    held: "New person! Pause a second, then type",
    send: "Send",
    bytesLeft: (n: number) => f.plural(n, { other: "# left" }),
    bytesOver: (n: number) => f.plural(n, { other: "# too many" }),
    pasteCut: "Too long, so only the beginning was pasted",
    emptyBefore: "Messages will show up here.",
    empty: "You’re connected. Say hello.",
    emptyShared: (interests: readonly string[]) =>
      `You’re connected, and you both like ${f.and(interests)}. Say hello.`,
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
      ice_failed: "Couldn’t connect you",
      media_failed: "Stranger’s camera stopped working",
      reported: "The conversation was ended",
      disconnected: "Stranger lost the connection",
      no_show: "Stranger didn’t show up",
      closed: "The conversation was closed",
      connection_lost: "The connection was lost",
    },
    noPath: "Your networks couldn’t reach each other. That happens sometimes.",
    noRelay:
      "You couldn’t be connected directly, and this site’s relay isn’t accepting calls. We’ve let the people who run it know.",
    tooShort: "It happens. On to the next one.",
    talkedFor: (ms: number) => `You talked for ${f.duration(ms)}.`,
    next: "Next",
    wait: "Wait",
    stillThere: {
      title: "Still there?",
      body: "You haven’t touched anything for a while, so nobody can see you right now.",
      here: "I’m here",
    },
    seconds: (n: number) => f.number(n),
  },

  /** Reporting, blocking and blurring. */
  safety: {
    nudityCheck: {
      unseen: {
        title: "Checking the video…",
        body: "You’ll see it as soon as your browser has checked it.",
      },
      bare: {
        title: "This might be nudity",
        body: "Your browser has blurred the picture. It could be wrong.",
      },
      unknown: { title: "Couldn’t be checked", body: "Your browser couldn’t check the picture." },
    },
    showAnyway: "Show anyway",
    open: "Report or block",
    openLast: "Report the last person",
    title: "What’s wrong?",
    intro: "The conversation ends right away, and you two won’t be matched again.",
    introLast: "This is about the last person you met. You two won’t be matched again.",
    reason: "Reason",
    reasons: {
      nudity: "Nudity or sexual acts",
      harassment: "Insults, threats or pressure",
      minor: "Seems to be under 18",
      spam: "Advertising, fraud or a bot",
      violence: "Violence or self-harm",
      other: "Something else",
    },
    note: "What happened? (optional)",
    noteHint: "Only the people who run this site will read it.",
    evidence: {
      title: "Show them what happened",
      pictures: (n: number) =>
        f.plural(n, { one: "Send the last picture", other: "Send the last # pictures" }),
      picture: "Picture of the stranger",
      look: "Show the pictures",
      chat: (n: number) =>
        f.plural(n, { one: "Send the last message", other: "Send the last # messages" }),
      hint: "Your browser seals this so that only the people who run this site can open it. The server can’t.",
      child:
        "Only your words will be sent, no pictures: pictures of children must never be passed on.",
      hotline: "Help for children in danger",
    },
    report: "Report and move on",
    block: "Just block",
    cancel: "Cancel",
    notices: {
      reported: "Reported. You two won’t be matched again.",
      blocked: "Blocked. You two won’t be matched again.",
      "not-reported": "Your report couldn’t be saved, but you two won’t be matched again.",
      "evidence-lost": "Reported, but the pictures and messages couldn’t be sent.",
      "too-late": "Too late: the server no longer knows who that was.",
    },
    blurFirst: "Start blurred",
    blurFirstHint: "You’ll both be a blur until you both choose to be seen.",
    blurred: "You’re both blurred",
    blurredMine: "Nobody can make you out until you show yourself.",
    blurredTheirs: "You’re ready. Stranger isn’t yet.",
    reveal: "Show myself",
    blurAgain: "Blur us again",
    hidden: "Picture and sound are off",
    check: "Verify this call",
    checkBody:
      "Read these four emoji to each other. If you both see the same ones, your picture and sound go straight from browser to browser.",
    checkLimits:
      "This catches most eavesdroppers, but not all: with enough effort, someone could make them match.",
    checkNone: "There’s no direct connection to verify.",
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
      "met-before": "You’ve met before.",
    },
  },

  /** Turning a text conversation into a video call, if both wish it. */
  videoWish: {
    call: "Video call",
    states: {
      asking: "Choose “Allow” when your browser asks for the camera.",
      waiting: "Waiting for your partner. Your camera stays off until you both want video.",
      asked: "Your partner would like a video call.",
    },
    accept: "Turn on video",
    decline: "Not now",
    takeBack: "Never mind",
    opening: "Connecting video…",
    openingBody: "Your chat stays right here.",
    started: "You’re in a video call now.",
    notices: {
      "video-failed": "Video didn’t connect. You can keep chatting.",
      "video-over": "The video call has ended. You can keep chatting.",
    },
  },

  /** The extras of a conversation. */
  comfort: {
    more: "More",
    volume: "Stranger’s volume",
    fit: "Show the whole picture",
    fill: "Fill the space",
    pictureInPicture: "Picture in picture",
    fullscreen: "Full screen",
    shareScreen: "Share my screen",
    stopScreen: "Stop sharing",
    sharing: "Stranger sees your screen",
    strangersScreen: "Stranger’s screen",
    turnCamera: "Switch camera",
    sounds: "Sounds",
    copy: "Copy the chat",
    copied: "Copied",
    save: "Save the chat",
    fileName: "chat",
    you: "You",
    stranger: "Stranger",
    close: "Close",
    weak: "The connection is weak. The picture may look rough.",
    bad: "The connection is bad. We’re shrinking the picture so the sound gets through.",
    shortcuts: "Keyboard shortcuts",
    shortcutsFor: {
      escape: "Hide the stranger and ask what to do",
      escapeTwice: "Skip to the next person",
      send: "Send the message",
      line: "Start a new line",
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
      "A stranger sent it. It takes you to another site, which will see your network address.",
    linkOpen: "Open in a new tab",
    swipe: "Swipe up for the next person",
    selfView: "Your picture. Arrow keys move it.",
    selfSwaps: "Your picture. Enter makes it large, arrow keys move it.",
    partnerSwaps: "Stranger’s picture. Enter makes it large, arrow keys move it.",
    swap: "Swap the two pictures",
    selfSizes: { small: "Size: small", medium: "Size: medium", large: "Size: large" },
    hideSelf: "Hide my own picture",
    showSelf: "Show my own picture",
  },

  /** Changes of the visitor's own devices. */
  devices: {
    notices: {
      "camera-replaced": "Your camera was disconnected, so we switched to another one.",
      "camera-lost": "Your camera was disconnected. Strangers can’t see you.",
      "camera-denied": "The camera is blocked",
      "camera-no-device": "No camera found",
      "camera-busy": "The camera is in use",
      "camera-failed": "The camera didn’t start",
      "microphone-replaced": "Your microphone was disconnected, so we switched to another one.",
      "microphone-lost": "Your microphone was disconnected. Strangers can’t hear you.",
      "microphone-denied": "The microphone is blocked",
      "microphone-no-device": "No microphone found",
      "microphone-busy": "The microphone is in use",
      "microphone-failed": "The microphone didn’t start",
    },
    paused: { camera: "Your camera is paused", microphone: "Your microphone is paused" },
    again: (what: string) => `${what}. Try again`,
    blur: {
      label: "Blur my background",
      loading: "Loading background blur… Nobody sees you yet.",
      failed: "Background blur isn’t working, so your camera is off.",
      without: "Go on without blur",
    },
  },

  mediaProblem: {
    mixed: "Your camera and microphone didn’t start",
    retry: "Try again",
    withoutCamera: "Continue without camera",
    byText: "Chat by text",
    back: "Back",
    denied: {
      title: "The camera is blocked",
      body: "This site isn’t allowed to use your camera and microphone. To allow it:",
    },
    deniedSteps: [
      "Press the icon next to this page’s address.",
      "Set Camera and Microphone to “Allow”.",
      "Come back and press “Try again”.",
    ],
    deniedBySystem: "If they’re already allowed here, check your system’s privacy settings.",
    "no-device": {
      title: "No camera or microphone found",
      body: "Connect one and try again, or chat by text: you don’t need either for that.",
    },
    busy: {
      title: "The camera is in use",
      body: "Another program or tab is using your camera or microphone. Close it there, then try again.",
    },
    insecure: {
      title: "This page isn’t secure",
      body: "Browsers only let pages opened with https use the camera. Ask the people who run this site to turn it on. You can already chat by text.",
    },
    unsupported: {
      title: "This browser can’t do video chat",
      body: "A current Chrome, Edge, Firefox or Safari can. If you’re inside another app, open this page in your browser.",
    },
    failed: {
      title: "The camera didn’t start",
      body: "Something went wrong with your camera or microphone. Unplugging it and plugging it back in often helps.",
    },
  },

  /** Shown before a visit if the browser has no video. */
  noVideo: {
    unsupported: {
      title: "No video in this browser",
      body: "It can’t connect your camera to another browser, or something has turned that off. Things to try:",
      steps: [
        "Open this page in a current Chrome, Edge, Firefox or Safari.",
        "Inside another app? Choose “Open in browser” in its menu.",
        "If a setting or an extension has turned off WebRTC, allow it for this site.",
      ],
    },
    insecure: {
      title: "This page isn’t secure",
      body: "Browsers only let pages opened with https use the camera and microphone. Things to try:",
      steps: [
        "Open the same address with https in front of it.",
        "If that doesn’t work, ask the people who run this site to turn it on.",
      ],
    },
    blocked: {
      title: "Video calls aren’t getting through",
      body: "This browser or network isn’t letting video calls through, so we’ve stopped searching. Things to try:",
      steps: [
        "Try another network, like mobile data instead of this Wi-Fi.",
        "Turn off your VPN, or any extension that blocks WebRTC.",
        "Open this page in another browser.",
      ],
    },
    relay: {
      title: "The relay isn’t accepting calls",
      body: "Calls here go through this site’s relay, and it’s turning them away. It’s nothing you did, and we’ve let the people who run the site know. Things to try:",
      steps: ["Try again in a while.", "Chat by text for now: that doesn’t need the relay."],
    },
    again: "Try again",
    byText: "Continue by text",
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
      title: "You’re offline",
      body: "Your device has no network. Your search continues as soon as it’s back.",
    },
    unreachable: {
      title: "The server isn’t answering",
      body: "It may be restarting. We’ll keep trying; you don’t need to do anything.",
    },
    full: {
      title: "We’re full right now",
      body: "More people are here than our server can take. You’ll get in automatically as soon as there’s room.",
    },
    busy: {
      title: "Just a moment",
      body: "The server needs to catch up. Your search continues on its own.",
    },
    replaced: {
      title: "Open in another tab",
      body: "You started again in another tab or window, so this one was disconnected.",
    },
    version: {
      title: "There’s a new version",
      body: "This page is older than the server. Reload it to continue.",
    },
    rate_limited: {
      title: "That was a bit too fast",
      body: "The server disconnected you because of too many requests. Wait a little, then start again.",
    },
    closed: {
      title: "The server ended the connection",
      body: "We don’t know exactly why. Starting again usually helps.",
    },
    notLoaded: {
      title: "This part didn’t load",
      body: "The network may have dropped for a moment. Try again, or reload the page.",
    },
    broken: {
      title: "Something broke",
      body: "Part of this page stopped working. Your camera and microphone are off, and any conversation has ended. Try again, or reload the page.",
    },
  },

  diagnostics: { copy: "Copy diagnostics", copied: "Copied" },
  reference: {
    label: "Reference number:",
    copy: "Copy",
    none: "We couldn’t get a reference number from the server. “Copy diagnostics” has the details.",
  },

  site: { contact: "Contact", privacy: "Privacy" },

  banned: {
    title: "You can’t chat here right now",
    titleOver: "You can chat here again",
    body: "The people who run this site have blocked you.",
    reason: "The reason they gave:",
    until: (atMs: number) =>
      `The block ends on ${f.moment(atMs)}. You can start again here after that.`,
    over: "The block is over.",
    noEnd: "No end date has been set.",
    appeal: "If you think that’s a mistake, write to the people who run this site.",
    reference: "Please quote this reference:",
    again: "Start again",
    back: "Back",
  },

  consent: {
    confirm: "I’m 18 or older and accept the rules.",
    read: "Read the rules",
    confirmAdult:
      "I’m 18 or older, accept the rules, and want to meet adults who may show nudity or sex.",
    given: "You’ve confirmed that you’re 18 or older and accept the rules.",
    givenAdult:
      "You’ve confirmed that you’re 18 or older, accept the rules, and want to meet adults who may show nudity or sex.",
    missing: "Please confirm this first.",
    title: "The rules",
    close: "Close",
    intro: "A few rules keep this a good place for everyone:",
    rules: [
      "You’re 18 or older.",
      "Be kind: no harassment, hate or threats.",
      "No nudity or sexual acts in front of people who didn’t ask for it.",
      "Nothing illegal, and no advertising.",
      "Don’t record picture or sound. You can save the chat for yourself, but don’t share what others show, say or write.",
      "Don’t give away your name, address or passwords.",
    ],
    outro:
      "We don’t record or keep conversations, except what someone adds to a report. Picture and sound go straight from you to your partner, who may see your network address unless it’s hidden. Your partner can save the chat, too. Anyone who breaks the rules can be blocked. You can press Skip or Stop at any time.",
  },

  settings: {
    title: "Settings",
    language: "Language",
    theme: "Appearance",
    themes: { system: "System", light: "Light", dark: "Dark" },
    blurNudity: "Blur nudity",
    blurNudityHint:
      "Your browser checks the stranger’s picture and blurs nudity. Nothing leaves your device. It downloads 3 MB first, and can be wrong.",
  },
};

export type Messages = typeof en;
