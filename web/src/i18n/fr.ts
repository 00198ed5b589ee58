import type { Messages } from "./en";
import { formats } from "./formats";

const f = formats("fr");

export const fr: Messages = {
  time: {
    clock: f.clock,
    duration: f.duration,
    stopwatch: f.stopwatch,
  },

  titles: {
    "no-video": "Pas de vidéo",
    "requesting-media": "Autorisez la caméra",
    "media-error": "Problème de caméra",
    searching: "Recherche en cours",
    connecting: "Quelqu’un est là",
    talking: "En conversation",
    "partner-left": "Conversation terminée",
    reconnecting: "Reconnexion",
    unavailable: "Serveur indisponible",
    refused: "Déconnecté",
    stopped: "Arrêté",
    broken: "Erreur de la page",
  },

  announcements: {
    searching: "Nous cherchons quelqu’un.",
    connecting: "Quelqu’un est là. Connexion en cours.",
    talking: "Vous êtes connectés. Dites bonjour.",
    leftWaiting: (title: string) => `${title}. Appuyez sur Suivant pour continuer.`,
    leftCounting: (title: string) =>
      `${title}. La prochaine recherche commence dans trois secondes.`,
    reconnecting: "La connexion au serveur est perdue. Reconnexion en cours.",
  },

  welcome: {
    lane: "Où",
    lanes: { general: "Général", adult: "Adultes seulement" },
    laneAdultHint:
      "Ici, on peut voir de la nudité ou du sexe. Vous ne rencontrez que ceux qui l’ont choisi aussi.",
    title: "Dites bonjour à quelqu’un de nouveau.",
    intro:
      "Une personne à la fois. Ni compte ni historique : quand une conversation se termine, il n’en reste rien.",
    mode: "Comment parler",
    video: "Vidéo",
    text: "Texte",
    start: "Commencer",
    optional: "(facultatif)",
    interests: "Centres d’intérêt",
    interestsExample: "musique, voyages, échecs",
    interestsHint:
      "Appuyez sur Entrée après chacun. L’autre ne voit que ce que vous aimez tous les deux.",
    interestsFull: (max: number) =>
      `${f.number(max)} au maximum. Retirez-en un pour en ajouter un autre.`,
    remove: (what: string) => `Retirer ${what}`,
    popular: "En ce moment",
    addInterest: (what: string) => `Ajouter ${what}`,
    languages: "Langues que vous parlez",
    anyLanguage: "Toutes les langues",
    anotherLanguage: "Une autre",
    languageName: f.language,
    hideAddress: "Cacher mon adresse réseau",
    hideAddressHint:
      "La vidéo passe par notre relais : personne ne peut voir d’où vous vous connectez.",
  },

  preview: {
    label: "Aperçu de la caméra",
    wordsOnly: "Rien que des mots. Votre caméra et votre micro restent éteints.",
    yours: "Votre caméra",
    noCameraFound: "Aucune caméra trouvée",
    noMicrophone: "Pas de micro",
    camera: "Caméra",
    microphone: "Micro",
    speaker: "Haut-parleur",
    systemSpeaker: "Haut-parleur du système",
    level: "Niveau de votre micro",
    cameraIsOff: "Votre caméra est éteinte. On vous entend seulement.",
    waiting: "En attente de votre caméra…",
    look: "Regardez-vous avant que quelqu’un d’autre ne le fasse.",
    open: "Voir ma caméra",
  },

  requesting: {
    titleBoth: "Autorisez votre caméra et votre micro",
    titleMicrophone: "Autorisez votre micro",
    body: "Votre navigateur demande la permission. Choisissez « Autoriser » pour continuer.",
    calm: "Personne ne vous voit encore. Vous pouvez couper l’un ou l’autre à tout moment.",
    cancel: "Annuler",
  },

  stopped: {
    title: "Vous avez arrêté",
    body: (met: number) =>
      met === 0
        ? "Votre caméra et votre micro sont éteints, et personne ne vous cherche."
        : f.plural(met, {
            one: "Vous avez rencontré une personne. Votre caméra et votre micro sont maintenant éteints.",
            other:
              "Vous avez rencontré # personnes. Votre caméra et votre micro sont maintenant éteints.",
          }),
    again: "Recommencer",
    settings: "Changer les réglages",
  },

  searching: {
    title: "Nous cherchons quelqu’un",
    usual: "Cela ne prend en général qu’un instant.",
    alone:
      "Personne d’autre ne cherche en ce moment. Tu gardes ta place ; la prochaine personne sera pour toi.",
    quiet: "C’est calme en ce moment. Vous gardez votre place ; quelqu’un viendra.",
    startingWith: (interests: readonly string[]) =>
      `D’abord parmi celles et ceux qui aiment ${f.or(interests)}.`,
    widened: {
      interests: "Maintenant aussi parmi des personnes aux autres centres d’intérêt.",
      languages: "Maintenant aussi parmi des personnes qui parlent d’autres langues.",
      recent: "Vous retrouverez peut-être quelqu’un de tout à l’heure.",
    },
    estimate: (ms: number) => `Ces derniers temps, l’attente était d’environ ${f.duration(ms)}.`,
    people: (n: number) => f.plural(n, { one: "# personne ici", other: "# personnes ici" }),
    coolDown: {
      title: "Vos recherches durent plus longtemps pour le moment",
      why: {
        reports:
          "Plusieurs personnes vous ont signalé. Pendant une demi-minute, chaque recherche se limite à celles et ceux qui sont dans le même cas, puis s’étend à tout le monde.",
        network:
          "Plusieurs personnes ont signalé des visiteurs de votre réseau. Pendant quelques secondes, chaque recherche se limite à celles et ceux qui sont dans le même cas, puis s’étend à tout le monde.",
      },
      until: (atMs: number) => `Cela prend fin tout seul le ${f.moment(atMs)}.`,
    },
    addInterest: "Ajouter un centre d’intérêt",
    byText: "Plutôt par écrit",
    tellMe: "Préviens-moi",
    willTell: "On te préviendra",
    tips: [
      "Garde ton nom, ton adresse et tes comptes pour toi tant que tu ne connais pas la personne.",
      "Un sourire et un « salut » suffisent pour commencer.",
      "Demande comment s’est passée la journée : ça marche dans toutes les langues.",
      "Quelque chose te gêne ? Passe à la suite ou signale : deux clics suffisent.",
      "Personne ne te voit pendant que tu attends.",
      "Une bonne lumière sur le visage vaut mieux que n’importe quelle caméra.",
      "N’envoie jamais d’argent à quelqu’un rencontré ici.",
    ],
    reconnecting: "Reconnexion",
    reconnectingBody: "La ligne avec le serveur est coupée. Elle revient d’elle-même.",
    restarting: "Le serveur redémarre",
    restartingBack: (ms: number) => `Votre recherche reprendra d’elle-même dans ${f.duration(ms)}.`,
    restartingSoon: "Votre recherche reprendra d’elle-même d’un instant à l’autre.",
    found: "Quelqu’un est là",
    foundBack: "Quelqu’un est là. Reviens sur la page.",
    bothLike: (interests: readonly string[]) => `Vous aimez tous les deux ${f.and(interests)}.`,
    connecting: "Nous vous mettons en relation…",
  },

  talk: {
    title: "En conversation",
    strangersCamera: "Caméra de l’autre personne",
    cameraOff: "L’autre personne a coupé sa caméra",
    muted: "L’autre personne a coupé son micro",
    bothLike: (interests: readonly string[]) => `Vous aimez tous les deux ${f.and(interests)}`,
    pictureStopped: "L’image s’est figée. Nous essayons de la rétablir…",
    tapToPlay: "Toucher pour lire",
    selfAway: "Connexion au serveur perdue. Reconnexion…",
    partnerAway: "L’autre personne a perdu la connexion. Nous l’attendons…",
  },

  chat: {
    title: "Discussion",
    close: "Fermer la discussion",
    latest: "Derniers messages",
    messages: "Messages",
    you: "Vous : ",
    stranger: "L’autre : ",
    sending: "Envoi",
    delivered: "Distribué",
    notSent: "Non envoyé",
    sendAgain: "Renvoyer",
    showAll: "Tout afficher",
    showLess: "Réduire",
    typing: "L’autre personne écrit",
    message: "Message",
    write: "Écrire un message",
    nobody: "Personne à qui écrire pour l’instant",
    held: "Nouvelle personne : marquez une pause, puis écrivez",
    send: "Envoyer",
    bytesLeft: (n: number) => f.plural(n, { one: "# restant", other: "# restants" }),
    bytesOver: (n: number) => `${f.number(n)} de trop`,
    pasteCut: "Trop long : seul le début a été collé",
    emptyBefore: "Les messages apparaîtront ici.",
    empty: "Vous êtes connectés. Dites bonjour.",
    emptyShared: (interests: readonly string[]) =>
      `Vous êtes connectés et vous aimez tous les deux ${f.and(interests)}. Dites bonjour.`,
  },

  controls: {
    label: "Commandes de l’appel",
    mute: "Couper le micro",
    unmute: "Rétablir le micro",
    youAreMuted: "Votre micro est coupé : on ne vous entend pas",
    noMicrophone: "Pas de micro",
    cameraOff: "Éteindre la caméra",
    cameraOn: "Allumer la caméra",
    noCamera: "Pas de caméra",
    microphone: "Micro",
    camera: "Caméra",
    chat: "Discussion",
    openChat: "Ouvrir la discussion",
    openChatUnread: (n: number) =>
      `Ouvrir la discussion, ${f.plural(n, { one: "# non lu", other: "# non lus" })}`,
    unreadMany: (n: number) => `${f.number(n)}+`,
    unread: (n: number) => f.number(n),
    stop: "Arrêter",
    stopHint: "Arrêter (Échap)",
    skip: "Suivant",
    leaveQuestion: "Quitter cette conversation ?",
    leaveShort: "Quitter ?",
    leave: "Quitter",
    keep: "Continuer à parler",
  },

  left: {
    titles: {
      skip: "L’autre personne est passée à la suite",
      stop: "L’autre personne est partie",
      ice_failed: "Aucun chemin entre vous deux",
      media_failed: "La caméra de l’autre personne est tombée en panne",
      reported: "La conversation a été arrêtée",
      disconnected: "L’autre personne a perdu la connexion",
      no_show: "L’autre personne n’est pas venue",
      closed: "Le salon a été fermé",
      connection_lost: "La connexion a été perdue",
    },
    noPath: "Vos réseaux n’ont pas pu se joindre. Ce n’est la faute de personne.",
    noRelay:
      "Il n’y avait pas de chemin direct et le relais de ce site refuse. Son responsable est prévenu.",
    tooShort: "Cela arrive. Quelqu’un d’autre attend.",
    talkedFor: (ms: number) => `Vous avez parlé ${f.duration(ms)}.`,
    next: "Suivant",
    wait: "Attendre",
    stillThere: {
      title: "Toujours là ?",
      body: "Vous n’avez rien touché depuis un moment : pour l’instant, personne ne vous voit.",
      here: "Je suis là",
    },
    seconds: (n: number) => f.number(n),
  },

  safety: {
    covered: {
      unseen: {
        title: "Un regard d’abord",
        body: "Votre navigateur montre l’image dès qu’il l’a regardée.",
      },
      bare: {
        title: "C’est peut-être de la nudité",
        body: "Votre navigateur a flouté l’image. Il peut se tromper.",
      },
      unknown: {
        title: "Image non vérifiée",
        body: "Votre navigateur n’a pas pu regarder l’image.",
      },
    },
    lift: "Afficher quand même",
    open: "Signaler ou bloquer",
    title: "Qu'est-ce qui ne va pas ?",
    intro: "La conversation s'arrête tout de suite et vous ne vous reverrez jamais.",
    reason: "Motif",
    reasons: {
      nudity: "Nudité ou actes sexuels",
      harassment: "Insultes, menaces ou pression",
      minor: "Semble être un enfant",
      spam: "Publicité, arnaque ou robot",
      violence: "Violence ou automutilation",
      other: "Autre chose",
    },
    note: "Que s'est-il passé ? (facultatif)",
    noteHint: "Seules les personnes qui gèrent ce site le lisent.",
    evidence: {
      title: "Montrer ce qui s’est passé",
      pictures: (n: number) =>
        f.plural(n, {
          one: "Envoyer la dernière image",
          other: "Envoyer les # dernières images",
        }),
      picture: "Image de l’autre personne",
      look: "Voir les images",
      chat: (n: number) =>
        f.plural(n, {
          one: "Envoyer le dernier message",
          other: "Envoyer les # derniers messages",
        }),
      hint: "Votre navigateur scelle le tout : seules les personnes qui gèrent ce site peuvent l’ouvrir, pas le serveur.",
      child:
        "Seuls vos mots sont envoyés, aucune image : les images d’enfants ne doivent jamais être transmises.",
      hotline: "Aide pour les enfants en danger",
    },
    report: "Signaler et continuer",
    block: "Bloquer seulement",
    cancel: "Annuler",
    notices: {
      reported: "Signalé. Vous ne vous reverrez jamais.",
      blocked: "Bloqué. Vous ne vous reverrez jamais.",
      "not-reported": "Le signalement n'a pas pu être gardé, mais vous ne vous reverrez jamais.",
      "evidence-lost": "Signalé, mais les images et les messages n’ont pas pu être envoyés.",
      "too-late": "Trop tard : le serveur ne sait plus qui c'était.",
    },
    blurFirst: "Commencer dans le flou",
    blurFirstHint: "Vous vous voyez flous tous les deux jusqu'à ce que chacun veuille se montrer.",
    blurred: "Vous êtes flous tous les deux",
    blurredMine: "Personne ne peut vous reconnaître tant que vous ne vous montrez pas.",
    blurredTheirs: "Vous êtes prêt. L'autre ne l'est pas encore.",
    reveal: "Me montrer",
    veil: "Flouter à nouveau",
    hidden: "Image et son coupés",
    check: "Y a-t-il quelqu'un entre vous ?",
    checkBody:
      "Lisez-vous ces quatre-là. Si vous voyez les mêmes, l'image et le son vont d'un navigateur à l'autre.",
    checkLimits:
      "Cela révèle un espion négligent, pas n'importe lequel : avec beaucoup d'efforts, on peut les faire concorder.",
    checkNone: "Il n'y a pas de connexion directe à vérifier.",
  },

  reactions: {
    open: "Réagir",
    title: "Réactions",
    names: {
      wave: "Coucou",
      laugh: "Rire",
      heart: "Cœur",
      thumbs_up: "Pouce levé",
      clap: "Bravo",
      wow: "Waouh",
    },
    yours: (what: string) => `Vous : ${what}`,
    theirs: (what: string) => `L’autre personne : ${what}`,
    wave: "Faire coucou",
    waveBack: "Répondre coucou",
    waved: "Vous avez fait coucou",
    partnerWaved: "L’autre personne vous fait coucou.",
  },

  icebreaker: {
    title: "Pour briser la glace",
    another: "Une autre question",
    close: "Masquer la question",
    all: "Questions pour briser la glace",
  },

  again: {
    hearts: {
      off: "Envie de se revoir",
      mine: "Vous aimeriez vous revoir",
      both: "Envie partagée de se revoir",
    },
    notices: {
      liked: "C'est noté. Si l'envie est partagée, vous pourrez vous revoir.",
      "both-like": "L'envie est partagée. Vous pouvez vous revoir pendant une heure.",
      "met-before": "Vous vous êtes déjà rencontrés.",
    },
  },

  comfort: {
    more: "Plus",
    volume: "Volume de l'autre personne",
    fit: "Voir toute l’image",
    fill: "Remplir l’espace",
    pictureInPicture: "Image dans l'image",
    fullscreen: "Plein écran",
    shareScreen: "Partager mon écran",
    stopScreen: "Ne plus partager",
    sharing: "L'autre personne voit votre écran",
    strangersScreen: "Écran de l'autre personne",
    turnCamera: "Changer de caméra",
    sounds: "Sons",
    copy: "Copier le chat",
    copied: "Copié",
    save: "Enregistrer le chat",
    fileName: "chat",
    you: "Vous",
    stranger: "L'autre",
    close: "Fermer",
    weak: "La connexion est faible. L'image peut être grossière.",
    bad: "La connexion est mauvaise. L'image est réduite pour laisser passer les mots.",
    shortcuts: "Raccourcis clavier",
    shortcutsFor: {
      escape: "Cacher l'autre et demander que faire",
      escapeTwice: "Passer au suivant",
      send: "Envoyer le message",
      line: "Commencer une ligne",
      microphone: "Micro activé ou coupé",
      camera: "Caméra activée ou coupée",
      chat: "Ouvrir ou fermer la discussion",
      report: "Signaler ou bloquer",
      help: "Cette liste",
    },
    emoji: "Émoji",
    emojiSearch: "Chercher un émoji",
    emojiNone: "Aucun émoji trouvé",
    linkTitle: "Ouvrir ce lien ?",
    linkBody: "Un inconnu l'a envoyé. Il mène hors de ce site, et qui le gère verra votre adresse.",
    linkOpen: "Ouvrir dans un nouvel onglet",
    swipe: "Balaie vers le haut pour la personne suivante",
    selfView: "Votre image. Les flèches la déplacent.",
    hideSelf: "Masquer mon image",
    showSelf: "Afficher mon image",
  },

  /** Changes of the visitor's own devices. */
  devices: {
    notices: {
      "camera-replaced": "Votre caméra a disparu. Une autre prend le relais.",
      "camera-lost": "Votre caméra a disparu. On ne vous voit plus.",
      "camera-denied": "La caméra est bloquée",
      "camera-no-device": "Aucune caméra trouvée",
      "camera-busy": "La caméra est déjà utilisée",
      "camera-failed": "La caméra ne s’est pas ouverte",
      "microphone-replaced": "Votre micro a disparu. Un autre prend le relais.",
      "microphone-lost": "Votre micro a disparu. On ne vous entend plus.",
      "microphone-denied": "Le micro est bloqué",
      "microphone-no-device": "Aucun micro trouvé",
      "microphone-busy": "Le micro est déjà utilisé",
      "microphone-failed": "Le micro ne s’est pas ouvert",
    },
    paused: { camera: "Votre caméra est en pause", microphone: "Votre micro est en pause" },
    again: (what) => `${what}. Réessayer`,
  },

  mediaProblem: {
    mixed: "Ni la caméra ni le micro ne se sont ouverts",
    retry: "Réessayer",
    withoutCamera: "Continuer sans caméra",
    byText: "Discuter par écrit",
    back: "Retour",
    denied: {
      title: "La caméra est bloquée",
      body: "Ce site n’a pas le droit d’utiliser votre caméra et votre micro. Pour l’autoriser :",
    },
    deniedSteps: [
      "Appuyez sur l’icône à côté de l’adresse de cette page.",
      "Réglez Caméra et Micro sur « Autoriser ».",
      "Revenez et appuyez sur Réessayer.",
    ],
    deniedBySystem:
      "S’ils sont autorisés ici, voyez les réglages de confidentialité de votre système.",
    "no-device": {
      title: "Ni caméra ni micro",
      body: "Branchez-en un et réessayez, ou discutez par écrit : il ne faut ni l’un ni l’autre.",
    },
    busy: {
      title: "La caméra est déjà utilisée",
      body: "Un autre programme ou onglet utilise votre caméra ou votre micro. Fermez-le, puis réessayez.",
    },
    insecure: {
      title: "Cette page n’est pas sécurisée",
      body: "Les navigateurs ne donnent la caméra qu’aux pages ouvertes en https. Demandez au responsable du site de l’activer. L’écrit fonctionne déjà.",
    },
    unsupported: {
      title: "Ce navigateur ne permet pas l’appel vidéo",
      body: "Un Chrome, Edge, Firefox ou Safari récent le permet. Souvent, les navigateurs intégrés à d’autres applications non : ouvrez cette page dans un vrai.",
    },
    failed: {
      title: "La caméra ne s’est pas ouverte",
      body: "Quelque chose ne va pas avec votre caméra ou votre micro. Les débrancher aide souvent.",
    },
  },

  noVideo: {
    unsupported: {
      title: "Pas de vidéo dans ce navigateur",
      body: "Il ne peut pas relier une caméra à un autre navigateur, ou quelque chose l’en empêche. Que faire :",
      steps: [
        "Ouvrez cette page dans un Chrome, Edge, Firefox ou Safari récent.",
        "Dans une autre application ? Choisissez « Ouvrir dans le navigateur » dans son menu.",
        "Si un réglage ou une extension a désactivé WebRTC, autorisez-le pour ce site.",
      ],
    },
    insecure: {
      title: "Cette page n’est pas sécurisée",
      body: "Les navigateurs ne donnent la caméra et le micro qu’aux pages ouvertes en https. Que faire :",
      steps: [
        "Ouvrez la même adresse en commençant par https.",
        "Si cela ne marche pas, demandez au responsable du site de l’activer.",
      ],
    },
    blocked: {
      title: "Les appels vidéo ne passent pas",
      body: "Ce navigateur ou ce réseau ne laisse passer aucun appel vidéo : la recherche s’est arrêtée. Que faire :",
      steps: [
        "Essayez un autre réseau, par exemple les données mobiles au lieu de ce Wi-Fi.",
        "Désactivez un VPN ou une extension qui bloque WebRTC.",
        "Ouvrez cette page dans un autre navigateur.",
      ],
    },
    relay: {
      title: "Le relais refuse les appels",
      body: "Ici, les appels passent par le relais du site, et il les refuse. Vous n’y pouvez rien ; le responsable du site est prévenu. Que faire :",
      steps: [
        "Réessayez un peu plus tard.",
        "En attendant, discutez par écrit : cela ne demande aucun relais.",
      ],
    },
    again: "Réessayer",
    byText: "Continuer par écrit",
    secure: "Ouvrir en https",
    copy: "Copier l’adresse",
    copied: "Copiée",
  },

  serverProblem: {
    tryNow: "Essayer maintenant",
    tryAgain: "Réessayer",
    again: "Recommencer",
    useThisTab: "Utiliser cet onglet",
    reload: "Recharger",
    stop: "Arrêter",
    back: "Retour",
    offline: {
      title: "Vous êtes hors ligne",
      body: "Votre appareil n’a pas de réseau. La recherche reprendra d’elle-même dès son retour.",
    },
    unreachable: {
      title: "Le serveur ne répond pas",
      body: "Il redémarre peut-être. Nous réessayons sans cesse ; vous n’avez rien à faire.",
    },
    full: {
      title: "C’est complet",
      body: "Il y a plus de monde que ce serveur ne peut en accueillir. Vous entrerez dès qu’il y aura de la place.",
    },
    busy: {
      title: "Une courte pause",
      body: "Le serveur a besoin d’un instant. La recherche reprendra d’elle-même.",
    },
    replaced: {
      title: "Ouvert dans un autre onglet",
      body: "Vous avez recommencé dans un autre onglet ou une autre fenêtre ; celui-ci a donc lâché prise.",
    },
    version: {
      title: "Il y a une nouvelle version",
      body: "Cette page est plus ancienne que le serveur. Rechargez-la pour continuer.",
    },
    rate_limited: {
      title: "C’était très rapide",
      body: "Le serveur vous a déconnecté : trop de demandes. Attendez un peu, puis recommencez.",
    },
    closed: {
      title: "Le serveur a mis fin à la connexion",
      body: "Il n’a pas dit clairement pourquoi. Recommencer suffit en général.",
    },
    notLoaded: {
      title: "Cette partie n’a pas été chargée",
      body: "Le réseau a peut-être manqué un instant. Réessayez ou rechargez la page.",
    },
    broken: {
      title: "Quelque chose s’est cassé",
      body: "Une partie de cette page ne fonctionne plus. Votre caméra et votre micro sont coupés, et la conversation est terminée. Réessayez ou rechargez la page.",
    },
  },

  diagnostics: { copy: "Copier le diagnostic", copied: "Copié" },
  reference: {
    label: "Numéro de référence :",
    copy: "Copier",
    none: "Le serveur n’a pas donné de numéro de référence. « Copier le diagnostic » garde les détails.",
  },

  site: { contact: "Contact", privacy: "Confidentialité" },

  banned: {
    title: "Vous ne pouvez pas discuter ici pour le moment",
    titleOver: "Vous pouvez de nouveau discuter ici",
    body: "Les responsables de ce site vous ont bloqué.",
    reason: "Le motif qu’ils donnent :",
    until: (atMs: number) =>
      `Le blocage prend fin le ${f.moment(atMs)}. Vous pourrez alors recommencer ici.`,
    over: "Le blocage est terminé.",
    noEnd: "Aucune date de fin n’est fixée.",
    appeal: "Si vous pensez que c’est une erreur, écrivez aux responsables de ce site.",
    reference: "Indiquez cette référence :",
    again: "Recommencer",
    back: "Retour",
  },

  consent: {
    confirm: "J’ai 18 ans ou plus et j’accepte les règles.",
    read: "Lire les règles",
    confirmAdult:
      "J’ai 18 ans ou plus, j’accepte les règles et je veux rencontrer des adultes qui peuvent montrer de la nudité ou du sexe.",
    given: "Vous avez confirmé avoir 18 ans ou plus et accepter les règles.",
    givenAdult:
      "Vous avez confirmé avoir 18 ans ou plus, accepter les règles et vouloir rencontrer des adultes qui peuvent montrer de la nudité ou du sexe.",
    missing: "Veuillez d’abord confirmer ceci.",
    title: "Les règles",
    close: "Fermer",
    intro: "Ici, chacun est un inconnu, et l’ami de quelqu’un. C’est pourquoi :",
    rules: [
      "Vous avez 18 ans ou plus.",
      "Soyez aimable : ni harcèlement, ni haine, ni menaces.",
      "Pas d’actes sexuels ni de nudité devant des personnes qui ne l’ont pas demandé.",
      "Rien d’illégal, et pas de publicité.",
      "N’enregistrez pas et ne partagez pas ce que les autres montrent ou disent.",
      "Ne donnez ni votre nom, ni votre adresse, ni vos mots de passe.",
    ],
    outro:
      "Les conversations ne sont ni enregistrées ni conservées ici. L’image et le son vont directement de vous à l’autre personne, qui peut voir votre adresse réseau si elle n’est pas cachée. Qui enfreint les règles peut être bloqué. Suivant et Arrêter fonctionnent à tout moment.",
  },

  settings: {
    title: "Réglages",
    language: "Langue",
    theme: "Apparence",
    themes: { system: "Système", light: "Clair", dark: "Sombre" },
    coverNudity: "Masquer la nudité",
    coverNudityHint:
      "Votre navigateur regarde l’image de l’autre personne et floute la nudité. Rien ne quitte votre appareil. Il télécharge d’abord 3 Mo et peut se tromper.",
  },
};
