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
    "requesting-media": "Autorise la caméra",
    "media-error": "Problème de caméra",
    searching: "Recherche en cours",
    connecting: "Quelqu’un est là",
    talking: "En conversation",
    "partner-left": "Conversation terminée",
    reconnecting: "Reconnexion",
    unavailable: "Serveur indisponible",
    refused: "Connexion coupée",
    stopped: "Recherche arrêtée",
    broken: "Quelque chose s’est mal passé",
  },

  announcements: {
    searching: "On cherche quelqu’un.",
    connecting: "Quelqu’un est là. Connexion en cours.",
    talking: "Vous êtes en contact. Dis bonjour.",
    leftWaiting: (title: string) => `${title}. Appuie sur Suivant pour continuer.`,
    leftCounting: (title: string) =>
      `${title}. La prochaine recherche commence dans trois secondes.`,
    reconnecting: "La connexion au serveur est perdue. Reconnexion en cours.",
  },

  welcome: {
    lane: "Où discuter",
    lanes: { general: "Général", adult: "Adultes seulement" },
    laneAdultHint:
      "Ici, on peut voir de la nudité ou du sexe. Tu ne rencontreras que des gens qui l’ont choisi aussi.",
    title: "Dis bonjour à quelqu’un de nouveau.",
    mode: "Comment veux-tu discuter ?",
    video: "Vidéo",
    text: "Texte",
    start: "C’est parti",
    optional: "(facultatif)",
    interests: "Centres d’intérêt",
    interestsExample: "musique, voyages, échecs",
    interestsHint:
      "Appuie sur Entrée après chacun. L’autre personne ne voit que ce que vous aimez tous les deux.",
    interestsFull: (max: number) =>
      `Tu peux en ajouter jusqu’à ${f.number(max)}. Retires-en un pour en ajouter un autre.`,
    remove: (what: string) => `Retirer ${what}`,
    popular: "Populaire en ce moment",
    addInterest: (what: string) => `Ajouter ${what}`,
    languages: "Langues que tu parles",
    anyLanguage: "Toutes les langues",
    anotherLanguage: "Ajouter une langue",
    languageName: f.language,
    hideAddress: "Masquer mon adresse IP",
    hideAddressHint:
      "Ta vidéo passe par notre serveur relais : personne ne voit d’où tu te connectes.",
  },

  entrance: {
    online: (n: number) =>
      f.plural(n, {
        one: "# personne est ici en ce moment",
        other: "# personnes sont ici en ce moment",
      }),
    how: "Comment ça marche",
    one: {
      title: "Une personne inconnue à la fois",
      video: "Vous vous voyez et vous vous entendez.",
      text: "Vous vous écrivez.",
    },
    skip: {
      title: "« Suivant » quand tu veux",
      body: "Tu passes alors à une autre personne.",
    },
    gone: { title: "Rien n’est gardé", body: "Ni compte, ni enregistrement, ni historique." },
    who: "Qui aimerais-tu rencontrer ?",
    anyone: "Peu importe",
    addressHidden: "Adresse masquée",
    languagesHint:
      "Tu rencontres d’abord les gens qui partagent une langue avec toi ; après un moment, tout le monde.",
    install: "Installer l’appli",
    neverInstall: "Ne plus proposer",
  },

  preview: {
    label: "Aperçu de la caméra",
    wordsOnly: "Texte seulement. Ta caméra et ton micro restent coupés.",
    yours: "Ta caméra",
    noCameraFound: "Aucune caméra trouvée",
    noMicrophone: "Pas de micro",
    camera: "Caméra",
    microphone: "Micro",
    speaker: "Haut-parleur",
    systemSpeaker: "Haut-parleur du système",
    level: "Niveau du micro",
    cameraIsOff: "Ta caméra est coupée. On t’entend, mais on ne te voit pas.",
    waiting: "En attente de ta caméra…",
    open: "Tester la caméra",
  },

  requesting: {
    titleBoth: "Autorise ta caméra et ton micro",
    titleMicrophone: "Autorise ton micro",
    body: "Ton navigateur te demande la permission. Choisis « Autoriser » pour continuer.",
    calm: "Personne ne te voit encore. Tu peux couper l’un ou l’autre à tout moment.",
    cancel: "Annuler",
  },

  stopped: {
    title: "Recherche arrêtée",
    body: (met: number) =>
      met === 0
        ? "Ta caméra et ton micro sont coupés, et on ne cherche plus."
        : f.plural(met, {
            one: "Tu as rencontré une personne. Ta caméra et ton micro sont maintenant coupés.",
            other: "Tu as rencontré # personnes. Ta caméra et ton micro sont maintenant coupés.",
          }),
    again: "Recommencer",
    settings: "Changer les réglages",
  },

  searching: {
    title: "On cherche quelqu’un",
    usual: "En général, ça ne prend qu’un instant.",
    alone:
      "Personne d’autre ne cherche en ce moment. On te garde ta place : la prochaine personne sera pour toi.",
    quiet: "C’est calme en ce moment. On garde ta place en attendant.",
    startingWith: (interests: readonly string[]) =>
      `D’abord parmi les gens qui partagent un intérêt : ${f.or(interests)}.`,
    widened: {
      interests: "On cherche maintenant aussi parmi les gens qui ont d’autres centres d’intérêt.",
      languages: "On cherche maintenant aussi parmi les gens qui parlent d’autres langues.",
      recent: "Tu retomberas peut-être sur quelqu’un que tu as déjà croisé.",
    },
    estimate: (ms: number) => `Attente récente : environ ${f.duration(ms)}.`,
    people: (n: number) => f.plural(n, { one: "# personne ici", other: "# personnes ici" }),
    coolDown: {
      title: "Tes recherches durent plus longtemps pour le moment",
      why: {
        reports:
          "Tu as fait l’objet de plusieurs signalements. Pendant environ une demi-minute, chaque recherche se limite aux gens dans la même situation, puis s’étend à tout le monde.",
        network:
          "Plusieurs personnes ont signalé des visiteurs de ton réseau. Pendant les premières secondes, chaque recherche se limite aux gens dans la même situation, puis s’étend à tout le monde.",
      },
      until: (atMs: number) => `Ça se termine le ${f.moment(atMs)}.`,
    },
    addInterest: "Ajouter un centre d’intérêt",
    byText: "Plutôt par écrit",
    tellMe: "Préviens-moi",
    willTell: "On te préviendra",
    tips: [
      "Garde ton nom, ton adresse et tes comptes pour toi tant que tu ne connais pas la personne.",
      "Un sourire et un « salut » suffisent pour commencer.",
      "Demande comment s’est passée la journée : ça marche dans toutes les langues.",
      "Quelque chose te gêne ? Passe à la suite ou fais un signalement : deux appuis suffisent.",
      "Personne ne te voit pendant que tu attends.",
      "Une bonne lumière sur le visage vaut mieux que n’importe quelle caméra.",
      "N’envoie jamais d’argent à quelqu’un rencontré ici.",
    ],
    reconnecting: "Reconnexion",
    reconnectingBody: "La connexion au serveur est coupée. Elle va revenir toute seule.",
    restarting: "Le serveur redémarre",
    restartingBack: (ms: number) => `Ta recherche reprend dans ${f.duration(ms)}.`,
    restartingSoon: "Ta recherche va reprendre d’un instant à l’autre.",
    found: "Quelqu’un est là",
    foundBack: "Quelqu’un est là. Reviens sur la page.",
    bothLike: (interests: readonly string[]) => `Vous avez en commun : ${f.and(interests)}.`,
    connecting: "On vous met en contact…",
  },

  talk: {
    title: "En conversation",
    strangersCamera: "Caméra de l’autre personne",
    cameraOff: "L’autre personne a coupé sa caméra",
    muted: "L’autre personne a coupé son micro",
    bothLike: (interests: readonly string[]) => `Vous avez en commun : ${f.and(interests)}`,
    pictureStopped: "L’image s’est figée. On essaie de la récupérer…",
    tapToPlay: "Appuie pour lire",
    selfAway: "Connexion au serveur perdue. Reconnexion…",
    partnerAway: "L’autre personne a perdu la connexion. On l’attend…",
  },

  chat: {
    title: "Discussion",
    close: "Fermer la discussion",
    latest: "Derniers messages",
    messages: "Messages",
    you: "Toi : ",
    stranger: "L’autre : ",
    sending: "Envoi en cours",
    delivered: "Reçu",
    notSent: "Non envoyé",
    sendAgain: "Renvoyer",
    showAll: "Tout afficher",
    showLess: "Réduire",
    typing: "L’autre personne écrit",
    message: "Message",
    write: "Écris un message",
    nobody: "Personne à qui écrire pour l’instant",
    held: "Nouvelle personne ! Attends une seconde avant d’écrire",
    send: "Envoyer",
    bytesLeft: (n: number) => f.plural(n, { one: "# restant", other: "# restants" }),
    bytesOver: (n: number) => `${f.number(n)} de trop`,
    pasteCut: "C’était trop long : seul le début a été collé",
    emptyBefore: "Les messages s’afficheront ici.",
    empty: "Vous êtes en contact. Dis bonjour.",
    emptyShared: (interests: readonly string[]) =>
      `Vous êtes en contact et vous avez en commun : ${f.and(interests)}. Dis bonjour.`,
  },

  controls: {
    label: "Commandes de l’appel",
    mute: "Couper le micro",
    unmute: "Réactiver le micro",
    youAreMuted: "Ton micro est coupé : on ne t’entend pas",
    noMicrophone: "Pas de micro",
    cameraOff: "Couper la caméra",
    cameraOn: "Activer la caméra",
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
    leaveQuestion: "Quitter cette conversation ?",
    leaveShort: "Quitter ?",
    leave: "Quitter",
    keep: "Continuer à discuter",
  },

  left: {
    titles: {
      skip: "L’autre personne est passée à la suite",
      stop: "L’autre personne est partie",
      ice_failed: "Impossible de vous mettre en contact",
      media_failed: "La caméra de l’autre personne ne marche plus",
      reported: "La conversation a été arrêtée",
      disconnected: "L’autre personne a perdu la connexion",
      no_show: "L’autre personne n’est pas venue",
      closed: "La conversation a été fermée",
      connection_lost: "La connexion a été perdue",
    },
    noPath: "Vos réseaux n’ont pas réussi à se joindre. Ça arrive parfois.",
    noRelay:
      "Pas de connexion directe possible, et le serveur relais de ce site n’accepte pas d’appels. Les responsables du site sont prévenus.",
    tooShort: "Ça arrive. Passons à la suite.",
    talkedFor: (ms: number) => `Vous avez discuté ${f.duration(ms)}.`,
    next: "Suivant",
    wait: "Attendre",
    stillThere: {
      title: "Toujours là ?",
      body: "Tu n’as rien touché depuis un moment : pour l’instant, personne ne te voit.",
      here: "Je suis là",
    },
    seconds: (n: number) => f.number(n),
  },

  safety: {
    nudityCheck: {
      unseen: {
        title: "Vérification de la vidéo…",
        body: "Tu la verras dès que ton navigateur l’aura vérifiée.",
      },
      bare: {
        title: "C’est peut-être de la nudité",
        body: "Ton navigateur a flouté l’image. Il peut se tromper.",
      },
      unknown: {
        title: "Vérification impossible",
        body: "Ton navigateur n’a pas pu vérifier l’image.",
      },
    },
    showAnyway: "Afficher quand même",
    open: "Signaler ou bloquer",
    openLast: "Signaler la dernière personne",
    title: "Qu’est-ce qui ne va pas ?",
    intro: "La conversation s’arrête tout de suite et vous ne serez plus mis en contact.",
    introLast: "Il s’agit de la dernière personne rencontrée. Vous ne serez plus mis en contact.",
    reason: "Motif",
    reasons: {
      nudity: "Nudité ou actes sexuels",
      harassment: "Insultes, menaces ou pression",
      minor: "Semble avoir moins de 18 ans",
      spam: "Publicité, arnaque ou robot",
      violence: "Violence ou automutilation",
      other: "Autre chose",
    },
    note: "Que s’est-il passé ? (facultatif)",
    noteHint: "Seuls les responsables de ce site le liront.",
    evidence: {
      title: "Montre-leur ce qui s’est passé",
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
      hint: "Ton navigateur chiffre le tout : seuls les responsables de ce site peuvent l’ouvrir. Le serveur, non.",
      child:
        "On n’enverra que ton texte, aucune image : les images de mineurs ne doivent jamais être transmises.",
      hotline: "Aide pour les enfants en danger",
    },
    report: "Signaler et continuer",
    block: "Bloquer seulement",
    cancel: "Annuler",
    notices: {
      reported: "Signalement envoyé. Vous ne serez plus mis en contact.",
      blocked: "Blocage effectué. Vous ne serez plus mis en contact.",
      "not-reported": "Signalement non enregistré, mais vous ne serez plus mis en contact.",
      "evidence-lost": "Signalement envoyé, mais les images et les messages n’ont pas pu l’être.",
      "too-late": "Trop tard : le serveur ne sait plus qui c’était.",
    },
    blurFirst: "Commencer en flou",
    blurFirstHint: "Vous vous voyez flous jusqu’à ce que chacun choisisse de se montrer.",
    blurred: "Vous êtes flous tous les deux",
    blurredMine: "Personne ne peut te reconnaître tant que tu ne te montres pas.",
    blurredTheirs: "C’est bon pour toi. On attend l’autre personne.",
    reveal: "Me montrer",
    blurAgain: "Nous flouter à nouveau",
    hidden: "L’image et le son sont coupés",
    check: "Vérifier cet appel",
    checkBody:
      "Dites-vous quels sont ces quatre émojis. Si vous voyez les mêmes, l’image et le son vont directement d’un navigateur à l’autre.",
    checkLimits:
      "Ça démasque la plupart des espions, mais pas tous : avec assez d’efforts, quelqu’un pourrait les faire concorder.",
    checkNone: "Il n’y a pas de connexion directe à vérifier.",
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
    yours: (what: string) => `Toi : ${what}`,
    theirs: (what: string) => `L’autre personne : ${what}`,
    wave: "Faire coucou",
    waveBack: "Faire coucou aussi",
    waved: "Tu as fait coucou",
    partnerWaved: "L’autre personne te fait coucou.",
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
      mine: "Ton envie est notée",
      both: "Envie partagée de se revoir",
    },
    notices: {
      liked: "C’est noté. Si l’envie est partagée, vous pourrez vous revoir.",
      "both-like": "L’envie est partagée. Vous pouvez vous revoir pendant une heure.",
      "met-before": "Vous vous êtes déjà rencontrés.",
    },
  },

  videoWish: {
    call: "Appel vidéo",
    states: {
      asking: "Choisis « Autoriser » quand ton navigateur demande la caméra.",
      waiting:
        "On attend l’autre personne. Ta caméra reste coupée tant que vous ne voulez pas tous les deux la vidéo.",
      asked: "L’autre personne aimerait un appel vidéo.",
    },
    accept: "Activer la vidéo",
    decline: "Pas maintenant",
    takeBack: "Finalement non",
    opening: "Connexion de la vidéo…",
    openingBody: "Votre discussion reste là.",
    started: "Vous êtes maintenant en appel vidéo.",
    notices: {
      "video-failed": "La vidéo n’a pas pu démarrer. Vous pouvez continuer par écrit.",
      "video-over": "L’appel vidéo est terminé. Vous pouvez continuer par écrit.",
    },
  },

  comfort: {
    more: "Plus",
    volume: "Volume de l’autre personne",
    fit: "Voir toute l’image",
    fill: "Remplir l’espace",
    pictureInPicture: "Image dans l’image",
    fullscreen: "Plein écran",
    shareScreen: "Partager mon écran",
    stopScreen: "Ne plus partager",
    sharing: "L’autre personne voit ton écran",
    strangersScreen: "Écran de l’autre personne",
    turnCamera: "Changer de caméra",
    sounds: "Sons",
    copy: "Copier les messages",
    copied: "Copié",
    save: "Enregistrer les messages",
    fileName: "discussion",
    you: "Toi",
    stranger: "L’autre",
    close: "Fermer",
    weak: "La connexion est faible. L’image peut être de mauvaise qualité.",
    bad: "La connexion est mauvaise. On réduit l’image pour que le son passe.",
    shortcuts: "Raccourcis clavier",
    shortcutsFor: {
      escape: "Masquer l’autre personne et demander quoi faire",
      escapeTwice: "Passer à la personne suivante",
      send: "Envoyer le message",
      line: "Aller à la ligne",
      microphone: "Couper ou réactiver le micro",
      camera: "Couper ou activer la caméra",
      chat: "Ouvrir ou fermer la discussion",
      report: "Signaler ou bloquer",
      help: "Cette liste",
    },
    emoji: "Émojis",
    emojiSearch: "Chercher un émoji",
    emojiNone: "Aucun émoji trouvé",
    linkTitle: "Ouvrir ce lien ?",
    linkBody:
      "C’est une personne inconnue qui l’a envoyé. Il mène à un autre site, qui verra ton adresse IP.",
    linkOpen: "Ouvrir dans un nouvel onglet",
    swipe: "Glisse vers le haut pour la personne suivante",
    selfView: "Ton image. Les flèches la déplacent.",
    selfSwaps: "Ton image. Entrée l’affiche en grand, les flèches la déplacent.",
    partnerSwaps: "Image de l’autre personne. Entrée l’affiche en grand, les flèches la déplacent.",
    swap: "Intervertir les images",
    selfSizes: { small: "Taille : petite", medium: "Taille : moyenne", large: "Taille : grande" },
    hideSelf: "Masquer mon image",
    showSelf: "Afficher mon image",
  },

  /** Changes of the visitor's own devices. */
  devices: {
    notices: {
      "camera-replaced": "Ta caméra s’est déconnectée, on est donc passé à une autre.",
      "camera-lost": "Ta caméra s’est déconnectée. On ne te voit plus.",
      "camera-denied": "La caméra est bloquée",
      "camera-no-device": "Aucune caméra trouvée",
      "camera-busy": "La caméra est déjà utilisée",
      "camera-failed": "La caméra n’a pas démarré",
      "microphone-replaced": "Ton micro s’est déconnecté, on est donc passé à un autre.",
      "microphone-lost": "Ton micro s’est déconnecté. On ne t’entend plus.",
      "microphone-denied": "Le micro est bloqué",
      "microphone-no-device": "Aucun micro trouvé",
      "microphone-busy": "Le micro est déjà utilisé",
      "microphone-failed": "Le micro n’a pas démarré",
    },
    paused: { camera: "Ta caméra est en pause", microphone: "Ton micro est en pause" },
    again: (what) => `${what}. Réessayer`,
    blur: {
      label: "Flouter mon arrière-plan",
      loading: "Chargement du flou d’arrière-plan… Personne ne te voit encore.",
      failed: "Le flou d’arrière-plan ne fonctionne pas, ta caméra est donc coupée.",
      without: "Continuer sans flou",
    },
  },

  mediaProblem: {
    mixed: "La caméra et le micro n’ont pas démarré",
    retry: "Réessayer",
    withoutCamera: "Continuer sans caméra",
    byText: "Discuter par écrit",
    back: "Retour",
    denied: {
      title: "La caméra est bloquée",
      body: "Ce site n’a pas le droit d’utiliser ta caméra et ton micro. Pour l’autoriser :",
    },
    deniedSteps: [
      "Appuie sur l’icône à côté de l’adresse de cette page.",
      "Règle Caméra et Micro sur « Autoriser ».",
      "Reviens et appuie sur « Réessayer ».",
    ],
    deniedBySystem:
      "S’ils sont déjà autorisés ici, regarde les réglages de confidentialité de ton système.",
    "no-device": {
      title: "Ni caméra ni micro",
      body: "Branches-en un et réessaie, ou discute par écrit : tu n’as besoin ni de l’un ni de l’autre.",
    },
    busy: {
      title: "La caméra est déjà utilisée",
      body: "Un autre programme ou un autre onglet utilise ta caméra ou ton micro. Ferme-le, puis réessaie.",
    },
    insecure: {
      title: "Cette page n’est pas sécurisée",
      body: "Les navigateurs ne donnent accès à la caméra qu’aux pages ouvertes en https. Demande aux responsables du site de l’activer. Tu peux déjà discuter par écrit.",
    },
    unsupported: {
      title: "Ce navigateur ne permet pas l’appel vidéo",
      body: "Un Chrome, Edge, Firefox ou Safari récent le permet. Si tu es dans une autre application, ouvre cette page dans ton navigateur.",
    },
    failed: {
      title: "La caméra n’a pas démarré",
      body: "Il y a un souci avec ta caméra ou ton micro. Les débrancher puis les rebrancher aide souvent.",
    },
  },

  noVideo: {
    unsupported: {
      title: "Pas de vidéo dans ce navigateur",
      body: "Il ne peut pas relier ta caméra à un autre navigateur, ou quelque chose l’en empêche. À essayer :",
      steps: [
        "Ouvre cette page dans un Chrome, Edge, Firefox ou Safari récent.",
        "Dans une autre application ? Choisis « Ouvrir dans le navigateur » dans son menu.",
        "Si un réglage ou une extension a désactivé WebRTC, autorise-le pour ce site.",
      ],
    },
    insecure: {
      title: "Cette page n’est pas sécurisée",
      body: "Les navigateurs ne donnent accès à la caméra et au micro qu’aux pages ouvertes en https. À essayer :",
      steps: [
        "Ouvre la même adresse en commençant par https.",
        "Si ça ne marche pas, demande aux responsables du site de l’activer.",
      ],
    },
    blocked: {
      title: "Les appels vidéo ne passent pas",
      body: "Ce navigateur ou ce réseau ne laisse passer aucun appel vidéo, alors on a arrêté de chercher. À essayer :",
      steps: [
        "Essaie un autre réseau, par exemple les données mobiles au lieu de ce Wi-Fi.",
        "Désactive ton VPN ou l’extension qui bloque WebRTC.",
        "Ouvre cette page dans un autre navigateur.",
      ],
    },
    relay: {
      title: "Le serveur relais n’accepte pas d’appels",
      body: "Ici, les appels passent par le serveur relais du site, et il les refuse. Tu n’y es pour rien, et les responsables du site sont prévenus. À essayer :",
      steps: [
        "Réessaie un peu plus tard.",
        "En attendant, discute par écrit : pas besoin de serveur relais.",
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
      title: "Tu es hors ligne",
      body: "Ton appareil n’a pas de réseau. Ta recherche reprendra dès qu’il sera revenu.",
    },
    unreachable: {
      title: "Le serveur ne répond pas",
      body: "Il redémarre peut-être. On continue d’essayer ; tu n’as rien à faire.",
    },
    full: {
      title: "C’est complet pour le moment",
      body: "Il y a plus de monde que notre serveur ne peut en accueillir. Tu entreras automatiquement dès qu’il y aura de la place.",
    },
    busy: {
      title: "Un instant",
      body: "Le serveur a besoin d’un peu de temps. Ta recherche reprendra toute seule.",
    },
    replaced: {
      title: "Ouvert dans un autre onglet",
      body: "Tu as recommencé dans un autre onglet ou une autre fenêtre, alors celui-ci a été déconnecté.",
    },
    version: {
      title: "Il y a une nouvelle version",
      body: "Cette page est plus ancienne que le serveur. Recharge-la pour continuer.",
    },
    rate_limited: {
      title: "C’était un peu trop rapide",
      body: "Le serveur a coupé ta connexion : trop de demandes. Attends un peu, puis recommence.",
    },
    closed: {
      title: "Le serveur a coupé la connexion",
      body: "On ne sait pas exactement pourquoi. En général, il suffit de recommencer.",
    },
    notLoaded: {
      title: "Cette partie ne s’est pas chargée",
      body: "Le réseau a peut-être été coupé un instant. Réessaie ou recharge la page.",
    },
    broken: {
      title: "Quelque chose s’est cassé",
      body: "Une partie de cette page ne fonctionne plus. Ta caméra et ton micro sont coupés, et toute conversation est terminée. Réessaie ou recharge la page.",
    },
  },

  diagnostics: { copy: "Copier le diagnostic", copied: "Copié" },
  reference: {
    label: "Numéro de référence :",
    copy: "Copier",
    none: "Le serveur ne nous a pas donné de numéro de référence. Les détails sont dans « Copier le diagnostic ».",
  },

  site: { contact: "Contact", privacy: "Confidentialité" },

  banned: {
    title: "Tu ne peux pas discuter ici pour le moment",
    titleOver: "Tu peux de nouveau discuter ici",
    body: "Les responsables de ce site ont bloqué ton accès.",
    reason: "Le motif qu’ils ont donné :",
    until: (atMs: number) =>
      `Le blocage se termine le ${f.moment(atMs)}. Tu pourras ensuite recommencer ici.`,
    over: "Le blocage est terminé.",
    noEnd: "Aucune date de fin n’est fixée.",
    appeal: "Si tu penses que c’est une erreur, écris aux responsables de ce site.",
    reference: "Indique cette référence, s’il te plaît :",
    again: "Recommencer",
    back: "Retour",
  },

  consent: {
    confirm: "J’ai 18 ans ou plus et j’accepte les règles.",
    read: "Lire les règles",
    confirmAdult:
      "J’ai 18 ans ou plus, j’accepte les règles et je veux rencontrer des adultes qui montreront peut-être de la nudité ou du sexe.",
    given: "Tu as confirmé avoir 18 ans ou plus et accepter les règles.",
    givenAdult:
      "Tu as confirmé avoir 18 ans ou plus, accepter les règles et vouloir rencontrer des adultes qui montreront peut-être de la nudité ou du sexe.",
    missing: "Confirme d’abord ceci, s’il te plaît.",
    title: "Les règles",
    close: "Fermer",
    intro: "Quelques règles pour que tout le monde se sente bien ici :",
    rules: [
      "Tu as 18 ans ou plus.",
      "Sois sympa : ni harcèlement, ni haine, ni menaces.",
      "Pas de nudité ni d’actes sexuels devant des gens qui n’ont rien demandé.",
      "Rien d’illégal, et pas de publicité.",
      "N’enregistre ni l’image ni le son. Tu peux garder les messages pour toi, mais ne partage pas ce que les autres montrent, disent ou écrivent.",
      "Ne donne ni ton nom, ni ton adresse, ni tes mots de passe.",
    ],
    outro:
      "On n’enregistre pas les conversations et on n’en garde rien, sauf ce que quelqu’un joint à un signalement. L’image et le son vont directement de toi à l’autre personne, qui peut voir ton adresse IP si elle n’est pas masquée. L’autre personne peut aussi enregistrer les messages. Les gens qui enfreignent les règles peuvent être bloqués. Tu peux appuyer sur Suivant ou Arrêter à tout moment.",
  },

  settings: {
    title: "Réglages",
    language: "Langue",
    theme: "Apparence",
    themes: { system: "Système", light: "Clair", dark: "Sombre" },
    blurNudity: "Flouter la nudité",
    blurNudityHint:
      "Ton navigateur vérifie l’image de l’autre personne et floute la nudité. Rien ne quitte ton appareil. Il télécharge d’abord 3 Mo et peut se tromper.",
  },
};
