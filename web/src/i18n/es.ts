import type { Messages } from "./en";
import { formats } from "./formats";

const f = formats("es");

export const es: Messages = {
  time: {
    clock: f.clock,
    duration: f.duration,
    stopwatch: f.stopwatch,
  },

  titles: {
    "no-video": "Sin vídeo",
    "requesting-media": "Permite la cámara",
    "media-error": "Problema con la cámara",
    searching: "Buscando a alguien",
    connecting: "Hay alguien",
    talking: "En conversación",
    "partner-left": "Conversación terminada",
    reconnecting: "Reconectando",
    unavailable: "Servidor no disponible",
    refused: "Desconectado",
    stopped: "Detenido",
    broken: "Error en la página",
  },

  announcements: {
    searching: "Buscando a alguien.",
    connecting: "Hay alguien. Conectando.",
    talking: "Conexión lista. Saluda.",
    leftWaiting: (title: string) => `${title}. Pulsa Siguiente para continuar.`,
    leftCounting: (title: string) => `${title}. La próxima búsqueda empieza en tres segundos.`,
    reconnecting: "Se perdió la conexión con el servidor. Reconectando.",
  },

  welcome: {
    lane: "Dónde",
    lanes: { general: "General", adult: "Solo adultos" },
    laneAdultHint:
      "Aquí puede haber desnudos o sexo. Solo encuentras a quienes también lo eligieron.",
    title: "Saluda a alguien nuevo.",
    intro:
      "Una persona cada vez. Sin cuenta ni historial: cuando una conversación termina, desaparece.",
    mode: "Cómo hablar",
    video: "Vídeo",
    text: "Texto",
    start: "Empezar",
    optional: "(opcional)",
    interests: "Intereses",
    interestsExample: "música, viajes, ajedrez",
    interestsHint:
      "Pulsa Intro después de cada uno. La otra persona solo ve lo que os gusta a ambos.",
    interestsFull: (max: number) => `Caben ${f.number(max)}. Quita uno para añadir otro.`,
    remove: (what: string) => `Quitar ${what}`,
    popular: "Lo más buscado",
    addInterest: (what: string) => `Agregar ${what}`,
    languages: "Idiomas que hablas",
    anyLanguage: "Cualquier idioma",
    anotherLanguage: "Otro más",
    languageName: f.language,
    hideAddress: "Ocultar mi dirección de red",
    hideAddressHint: "El vídeo pasa por nuestro relé: nadie puede ver desde dónde te conectas.",
  },

  preview: {
    label: "Vista previa de la cámara",
    wordsOnly: "Solo palabras. La cámara y el micrófono siguen apagados.",
    yours: "Tu cámara",
    noCameraFound: "No se encontró ninguna cámara",
    noMicrophone: "Sin micrófono",
    camera: "Cámara",
    microphone: "Micrófono",
    speaker: "Altavoz",
    systemSpeaker: "Altavoz del sistema",
    level: "Nivel de tu micrófono",
    cameraIsOff: "Tu cámara está apagada. Solo se te oye.",
    waiting: "Esperando a tu cámara…",
    look: "Mírate antes de que lo haga otra persona.",
    open: "Ver mi cámara",
  },

  requesting: {
    titleBoth: "Permite la cámara y el micrófono",
    titleMicrophone: "Permite el micrófono",
    body: "El navegador te pide permiso. Elige «Permitir» para continuar.",
    calm: "Todavía no te ve nadie. Puedes apagar cualquiera de los dos cuando quieras.",
    cancel: "Cancelar",
  },

  stopped: {
    title: "Has parado",
    body: (met: number) =>
      met === 0
        ? "La cámara y el micrófono están apagados, y nadie te busca."
        : f.plural(met, {
            one: "Has conocido a una persona. La cámara y el micrófono ya están apagados.",
            other: "Has conocido a # personas. La cámara y el micrófono ya están apagados.",
          }),
    again: "Empezar de nuevo",
    settings: "Cambiar los ajustes",
  },

  searching: {
    title: "Buscando a alguien",
    usual: "Suele tardar solo un momento.",
    alone: "Ahora no busca nadie más. Conservas tu lugar; la próxima persona es para ti.",
    quiet: "Ahora hay poca gente. Conservas tu lugar; alguien vendrá.",
    startingWith: (interests: readonly string[]) =>
      `Primero entre quienes comparten este gusto: ${f.or(interests)}.`,
    widened: {
      interests: "Ahora también entre personas con otros intereses.",
      languages: "Ahora también entre personas que hablan otros idiomas.",
      recent: "Puede que te encuentres con alguien de antes.",
    },
    estimate: (ms: number) => `Últimamente la espera fue de unos ${f.duration(ms)}.`,
    people: (n: number) => f.plural(n, { one: "# persona aquí", other: "# personas aquí" }),
    coolDown: {
      title: "Por ahora tus búsquedas tardan más",
      why: {
        reports:
          "Varias personas te han denunciado. Durante medio minuto, cada búsqueda se limita a quienes están en la misma situación; después incluye a todos.",
        network:
          "Varias personas han denunciado a visitantes de tu red. Durante unos segundos, cada búsqueda se limita a quienes están en la misma situación; después incluye a todos.",
      },
      until: (atMs: number) => `Termina por sí solo el ${f.moment(atMs)}.`,
    },
    addInterest: "Agregar un interés",
    byText: "Mejor por texto",
    tellMe: "Avísame",
    willTell: "Te avisaremos",
    tips: [
      "No des tu nombre, dirección ni cuentas hasta conocer a la persona.",
      "Una sonrisa y un «hola» bastan para empezar.",
      "Pregunta cómo le fue hoy: funciona en todos los idiomas.",
      "¿Algo no te gusta? Pasa a la siguiente persona o repórtala: bastan dos toques.",
      "Nadie te ve mientras esperas.",
      "Una buena luz en la cara vale más que cualquier cámara.",
      "Nunca envíes dinero a alguien que conociste aquí.",
    ],
    reconnecting: "Reconectando",
    reconnectingBody: "Se cortó la línea con el servidor. Vuelve por sí sola.",
    restarting: "El servidor se está reiniciando",
    restartingBack: (ms: number) => `Tu búsqueda sigue por sí sola dentro de ${f.duration(ms)}.`,
    restartingSoon: "Tu búsqueda sigue por sí sola en cualquier momento.",
    found: "Hay alguien",
    foundBack: "Ya llegó alguien. Vuelve a la página.",
    bothLike: (interests: readonly string[]) => `Tenéis en común: ${f.and(interests)}.`,
    connecting: "Conectándoos…",
  },

  talk: {
    title: "En conversación",
    strangersCamera: "Cámara de la otra persona",
    cameraOff: "La otra persona tiene la cámara apagada",
    muted: "La otra persona está en silencio",
    bothLike: (interests: readonly string[]) => `Tenéis en común: ${f.and(interests)}`,
    pictureStopped: "La imagen se detuvo. Intentamos recuperarla…",
    tapToPlay: "Toca para reproducir",
    selfAway: "Se perdió la conexión con el servidor. Reconectando…",
    partnerAway: "La otra persona perdió la conexión. La esperamos…",
  },

  chat: {
    title: "Chat",
    close: "Cerrar el chat",
    latest: "Últimos mensajes",
    messages: "Mensajes",
    you: "Tú: ",
    stranger: "La otra persona: ",
    sending: "Enviando",
    delivered: "Entregado",
    notSent: "No enviado",
    sendAgain: "Enviar de nuevo",
    showAll: "Mostrar todo",
    showLess: "Mostrar menos",
    typing: "La otra persona está escribiendo",
    message: "Mensaje",
    write: "Escribe un mensaje",
    nobody: "Aún no hay a quién escribir",
    held: "Persona nueva: haz una pausa y escribe",
    send: "Enviar",
    bytesLeft: (n: number) => f.plural(n, { one: "queda #", other: "quedan #" }),
    bytesOver: (n: number) => f.plural(n, { one: "sobra #", other: "sobran #" }),
    pasteCut: "Demasiado largo: solo se ha pegado el principio",
    emptyBefore: "Los mensajes aparecen aquí.",
    empty: "Ya estáis en contacto. Saluda.",
    emptyShared: (interests: readonly string[]) =>
      `Ya estáis en contacto y tenéis en común: ${f.and(interests)}. Saluda.`,
  },

  controls: {
    label: "Controles de la llamada",
    mute: "Silenciar el micrófono",
    unmute: "Activar el micrófono",
    youAreMuted: "Tienes el micrófono silenciado: no te oyen",
    noMicrophone: "Sin micrófono",
    cameraOff: "Apagar la cámara",
    cameraOn: "Encender la cámara",
    noCamera: "Sin cámara",
    microphone: "Micrófono",
    camera: "Cámara",
    chat: "Chat",
    openChat: "Abrir el chat",
    openChatUnread: (n: number) => `Abrir el chat, ${f.number(n)} sin leer`,
    unreadMany: (n: number) => `${f.number(n)}+`,
    unread: (n: number) => f.number(n),
    stop: "Parar",
    stopHint: "Parar (Esc)",
    skip: "Siguiente",
    leaveQuestion: "¿Salir de esta conversación?",
    leaveShort: "¿Salir?",
    leave: "Salir",
    keep: "Seguir hablando",
  },

  left: {
    titles: {
      skip: "La otra persona pasó a la siguiente",
      stop: "La otra persona se fue",
      ice_failed: "No hay camino entre vosotros",
      media_failed: "Falló la cámara de la otra persona",
      reported: "La conversación se dio por terminada",
      disconnected: "La otra persona perdió la conexión",
      no_show: "La otra persona no vino",
      closed: "La sala se cerró",
      connection_lost: "Se perdió la conexión",
    },
    noPath: "Vuestras redes no pudieron alcanzarse. No es culpa de nadie.",
    noRelay:
      "No había un camino directo y el servidor de retransmisión de este sitio se niega. Ya hemos avisado a quien lo lleva.",
    tooShort: "A veces pasa. Alguien más está esperando.",
    talkedFor: (ms: number) => `Habéis hablado ${f.duration(ms)}.`,
    next: "Siguiente",
    wait: "Esperar",
    stillThere: {
      title: "¿Sigues ahí?",
      body: "Llevas un rato sin tocar nada, así que por ahora nadie te ve.",
      here: "Aquí estoy",
    },
    seconds: (n: number) => f.number(n),
  },

  safety: {
    covered: {
      unseen: {
        title: "Mirando antes",
        body: "Tu navegador muestra la imagen en cuanto la haya mirado.",
      },
      bare: {
        title: "Puede ser un desnudo",
        body: "Tu navegador ha difuminado la imagen. Puede equivocarse.",
      },
      unknown: { title: "Sin mirar", body: "Tu navegador no pudo mirar la imagen." },
    },
    lift: "Mostrar de todos modos",
    open: "Denunciar o bloquear",
    title: "¿Qué ocurre?",
    intro: "La conversación termina enseguida y no volveréis a encontraros.",
    reason: "Motivo",
    reasons: {
      nudity: "Desnudez o actos sexuales",
      harassment: "Insultos, amenazas o presión",
      minor: "Parece menor de edad",
      spam: "Publicidad, estafa o un bot",
      violence: "Violencia o autolesiones",
      other: "Otra cosa",
    },
    note: "¿Qué ha pasado? (opcional)",
    noteHint: "Solo lo leen quienes llevan este sitio.",
    evidence: {
      title: "Mostrar lo que pasó",
      pictures: (n: number) =>
        f.plural(n, { one: "Enviar la última imagen", other: "Enviar las últimas # imágenes" }),
      picture: "Imagen de la otra persona",
      look: "Ver las imágenes",
      chat: (n: number) =>
        f.plural(n, { one: "Enviar el último mensaje", other: "Enviar los últimos # mensajes" }),
      hint: "Tu navegador lo sella: solo pueden abrirlo quienes gestionan este sitio, no el servidor.",
      child:
        "Solo se envían tus palabras, ninguna imagen: las imágenes de menores no se deben difundir nunca.",
      hotline: "Ayuda para menores en peligro",
    },
    report: "Denunciar y seguir",
    block: "Solo bloquear",
    cancel: "Cancelar",
    notices: {
      reported: "Denunciado. No volveréis a encontraros.",
      blocked: "Bloqueado. No volveréis a encontraros.",
      "not-reported": "La denuncia no se pudo guardar, pero no volveréis a encontraros.",
      "evidence-lost": "Denunciado, pero no se pudieron enviar las imágenes ni los mensajes.",
      "too-late": "Demasiado tarde: el servidor ya no sabe quién era.",
    },
    blurFirst: "Empezar con desenfoque",
    blurFirstHint: "Os veis borrosos el uno al otro hasta que ambos queráis mostraros.",
    blurred: "Los dos estáis desenfocados",
    blurredMine: "Nadie puede reconocerte hasta que te muestres.",
    blurredTheirs: "Tú ya estás. La otra persona todavía no.",
    reveal: "Mostrarme",
    veil: "Desenfocar otra vez",
    hidden: "Imagen y sonido desactivados",
    check: "¿Hay alguien en medio?",
    checkBody:
      "Leeos estos cuatro. Si los dos veis los mismos, la imagen y el sonido van de navegador a navegador.",
    checkLimits:
      "Descubre a un espía descuidado, no a cualquiera: con mucho esfuerzo se pueden hacer coincidir.",
    checkNone: "No hay ninguna conexión directa que comprobar.",
  },

  reactions: {
    open: "Reaccionar",
    title: "Reacciones",
    names: {
      wave: "Saludo",
      laugh: "Risa",
      heart: "Corazón",
      thumbs_up: "Pulgar arriba",
      clap: "Aplauso",
      wow: "Asombro",
    },
    yours: (what: string) => `Tú: ${what}`,
    theirs: (what: string) => `La otra persona: ${what}`,
    wave: "Saludar",
    waveBack: "Devolver el saludo",
    waved: "Saludaste",
    partnerWaved: "La otra persona te saludó.",
  },

  icebreaker: {
    title: "Para romper el hielo",
    another: "Otra pregunta",
    close: "Ocultar la pregunta",
    all: "Preguntas para romper el hielo",
  },

  again: {
    hearts: { off: "Me cayó bien: volver a verse", mine: "Te cayó bien", both: "Se cayeron bien" },
    notices: {
      liked: "Listo. Si también le caíste bien, podrán volver a verse.",
      "both-like": "Se cayeron bien. Pueden volver a verse durante una hora.",
      "met-before": "Ya se conocen.",
    },
  },

  comfort: {
    more: "Más",
    volume: "Volumen de la otra persona",
    fit: "Ver la imagen completa",
    fill: "Llenar el espacio",
    pictureInPicture: "Imagen en imagen",
    fullscreen: "Pantalla completa",
    shareScreen: "Compartir mi pantalla",
    stopScreen: "Dejar de compartir",
    sharing: "La otra persona ve tu pantalla",
    strangersScreen: "Pantalla de la otra persona",
    turnCamera: "Cambiar de cámara",
    sounds: "Sonidos",
    copy: "Copiar el chat",
    copied: "Copiado",
    save: "Guardar el chat",
    fileName: "chat",
    you: "Tú",
    stranger: "La otra persona",
    close: "Cerrar",
    weak: "La conexión es débil. La imagen puede verse mal.",
    bad: "La conexión es mala. La imagen se reduce para que pasen las palabras.",
    shortcuts: "Atajos de teclado",
    shortcutsFor: {
      escape: "Ocultar a la otra persona y preguntar qué hacer",
      escapeTwice: "Pasar a la siguiente",
      send: "Enviar el mensaje",
      line: "Empezar otra línea",
      microphone: "Micrófono sí o no",
      camera: "Cámara sí o no",
      chat: "Abrir o cerrar el chat",
      report: "Denunciar o bloquear",
      help: "Esta lista",
    },
    emoji: "Emoji",
    emojiSearch: "Buscar emojis",
    emojiNone: "No se encontró ningún emoji",
    linkTitle: "¿Abrir este enlace?",
    linkBody:
      "Lo ha enviado una persona desconocida. Lleva fuera de este sitio, y quien lo gestiona verá tu dirección.",
    linkOpen: "Abrir en otra pestaña",
    swipe: "Desliza hacia arriba para la siguiente persona",
    selfView: "Tu imagen. Las flechas la mueven.",
    hideSelf: "Ocultar mi imagen",
    showSelf: "Mostrar mi imagen",
  },

  /** Changes of the visitor's own devices. */
  devices: {
    notices: {
      "camera-replaced": "Tu cámara ya no está. Ahora se usa otra.",
      "camera-lost": "Tu cámara ya no está. No te ven.",
      "camera-denied": "La cámara está bloqueada",
      "camera-no-device": "No se encontró ninguna cámara",
      "camera-busy": "La cámara está en uso",
      "camera-failed": "La cámara no se abrió",
      "microphone-replaced": "Tu micrófono ya no está. Ahora se usa otro.",
      "microphone-lost": "Tu micrófono ya no está. No te oyen.",
      "microphone-denied": "El micrófono está bloqueado",
      "microphone-no-device": "No se encontró ningún micrófono",
      "microphone-busy": "El micrófono está en uso",
      "microphone-failed": "El micrófono no se abrió",
    },
    paused: { camera: "Tu cámara está en pausa", microphone: "Tu micrófono está en pausa" },
    again: (what) => `${what}. Volver a intentarlo`,
  },

  mediaProblem: {
    mixed: "No se abrieron ni la cámara ni el micrófono",
    retry: "Intentar de nuevo",
    withoutCamera: "Seguir sin cámara",
    byText: "Chatear por texto",
    back: "Volver",
    denied: {
      title: "La cámara está bloqueada",
      body: "Este sitio no tiene permiso para usar tu cámara y tu micrófono. Para permitirlo:",
    },
    deniedSteps: [
      "Pulsa el icono que está junto a la dirección de esta página.",
      "Pon Cámara y Micrófono en «Permitir».",
      "Vuelve y pulsa Intentar de nuevo.",
    ],
    deniedBySystem: "Si aquí están permitidos, mira los ajustes de privacidad de tu sistema.",
    "no-device": {
      title: "No hay cámara ni micrófono",
      body: "Conecta uno e inténtalo de nuevo, o chatea por texto: no hace falta ninguno.",
    },
    busy: {
      title: "La cámara está en uso",
      body: "Otro programa o pestaña usa tu cámara o tu micrófono. Ciérralo allí y vuelve a intentarlo.",
    },
    insecure: {
      title: "Esta página no es segura",
      body: "Los navegadores solo dan la cámara a páginas abiertas con https. Pide a quien lleva este sitio que lo active. El texto ya funciona.",
    },
    unsupported: {
      title: "Este navegador no permite el videochat",
      body: "Un Chrome, Edge, Firefox o Safari actual sí puede. Los navegadores dentro de otras aplicaciones a menudo no: abre esta página en uno de verdad.",
    },
    failed: {
      title: "La cámara no se abrió",
      body: "Algo falla con tu cámara o tu micrófono. Desconectarlos y volver a conectarlos suele ayudar.",
    },
  },

  noVideo: {
    unsupported: {
      title: "Sin vídeo en este navegador",
      body: "No puede conectar una cámara con otro navegador, o algo lo ha desactivado. Qué puedes hacer:",
      steps: [
        "Abre esta página en un Chrome, Edge, Firefox o Safari actual.",
        "¿Estás dentro de otra aplicación? Elige «Abrir en el navegador» en su menú.",
        "Si un ajuste o una extensión ha desactivado WebRTC, permítelo en este sitio.",
      ],
    },
    insecure: {
      title: "Esta página no es segura",
      body: "Los navegadores solo dan la cámara y el micrófono a páginas abiertas con https. Qué puedes hacer:",
      steps: [
        "Abre la misma dirección con https delante.",
        "Si no funciona, pide a quien lleva este sitio que lo active.",
      ],
    },
    blocked: {
      title: "Las videollamadas no pasan",
      body: "Este navegador o esta red no deja pasar videollamadas, así que la búsqueda se ha detenido. Qué puedes hacer:",
      steps: [
        "Prueba otra red: los datos móviles en vez de este wifi, por ejemplo.",
        "Desactiva la VPN o la extensión que bloquee WebRTC.",
        "Abre esta página en otro navegador.",
      ],
    },
    relay: {
      title: "El servidor de retransmisión rechaza las llamadas",
      body: "Aquí las llamadas pasan por el servidor de retransmisión del sitio, y este las rechaza. No depende de ti; ya hemos avisado a quien lleva el sitio. Qué puedes hacer:",
      steps: [
        "Inténtalo de nuevo dentro de un rato.",
        "Mientras tanto, chatea por texto: no necesita retransmisión.",
      ],
    },
    again: "Intentar de nuevo",
    byText: "Seguir por texto",
    secure: "Abrir con https",
    copy: "Copiar la dirección",
    copied: "Copiada",
  },

  serverProblem: {
    tryNow: "Intentar ahora",
    tryAgain: "Volver a intentarlo",
    again: "Empezar de nuevo",
    useThisTab: "Usar esta pestaña",
    reload: "Recargar",
    stop: "Parar",
    back: "Volver",
    offline: {
      title: "Estás sin conexión",
      body: "Tu dispositivo no tiene red. La búsqueda sigue por sí sola en cuanto vuelva.",
    },
    unreachable: {
      title: "El servidor no responde",
      body: "Puede que se esté reiniciando. Seguimos intentándolo; no tienes que hacer nada.",
    },
    full: {
      title: "Está lleno",
      body: "Hay más gente de la que cabe en este servidor. Entrarás sin hacer nada en cuanto haya sitio.",
    },
    busy: {
      title: "Una breve pausa",
      body: "El servidor necesita un momento. La búsqueda sigue por sí sola.",
    },
    replaced: {
      title: "Abierto en otra pestaña",
      body: "Empezaste de nuevo en otra pestaña o ventana, así que esta se soltó.",
    },
    version: {
      title: "Hay una versión nueva",
      body: "Esta página es más antigua que el servidor. Recárgala para continuar.",
    },
    rate_limited: {
      title: "Eso fue muy rápido",
      body: "El servidor cortó la conexión por demasiadas peticiones. Espera un poco y empieza de nuevo.",
    },
    closed: {
      title: "El servidor cerró la conexión",
      body: "No dijo con claridad por qué. Empezar de nuevo suele bastar.",
    },
    notLoaded: {
      title: "Esta parte no se ha cargado",
      body: "Puede que la red fallara un momento. Inténtalo de nuevo o recarga la página.",
    },
    broken: {
      title: "Algo se ha roto",
      body: "Una parte de esta página ha dejado de funcionar. La cámara y el micrófono están apagados y la conversación ha terminado. Vuelve a intentarlo o recarga la página.",
    },
  },

  diagnostics: { copy: "Copiar diagnóstico", copied: "Copiado" },
  reference: {
    label: "Número de referencia:",
    copy: "Copiar",
    none: "No se pudo obtener un número de referencia del servidor. «Copiar diagnóstico» conserva los detalles.",
  },

  site: { contact: "Contacto", privacy: "Privacidad" },

  banned: {
    title: "Ahora no puedes chatear aquí",
    titleOver: "Ya puedes volver a chatear aquí",
    body: "Quienes llevan este sitio te han bloqueado.",
    reason: "El motivo que dan:",
    until: (atMs: number) =>
      `El bloqueo termina el ${f.moment(atMs)}. Entonces podrás empezar de nuevo aquí.`,
    over: "El bloqueo ha terminado.",
    noEnd: "No se ha fijado cuándo termina.",
    appeal: "Si crees que es un error, escribe a quienes llevan este sitio.",
    reference: "Indica esta referencia:",
    again: "Empezar de nuevo",
    back: "Volver",
  },

  consent: {
    confirm: "Tengo 18 años o más y acepto las reglas.",
    read: "Leer las reglas",
    confirmAdult:
      "Tengo 18 años o más, acepto las reglas y quiero encontrar a adultos que pueden mostrar desnudos o sexo.",
    given: "Has confirmado que tienes 18 años o más y que aceptas las reglas.",
    givenAdult:
      "Has confirmado que tienes 18 años o más, que aceptas las reglas y que quieres encontrar a adultos que pueden mostrar desnudos o sexo.",
    missing: "Confirma esto primero.",
    title: "Las reglas",
    close: "Cerrar",
    intro: "Aquí nadie se conoce, y cada cual es amigo de alguien. Por eso:",
    rules: [
      "Tienes 18 años o más.",
      "Sé amable: sin acoso, odio ni amenazas.",
      "Sin actos sexuales ni desnudos ante quien no lo ha pedido.",
      "Nada ilegal, y nada de publicidad.",
      "No grabes ni compartas lo que otras personas muestran o dicen.",
      "No des tu nombre, tu dirección ni tus contraseñas.",
    ],
    outro:
      "Las conversaciones no se graban ni se guardan aquí. La imagen y el sonido van directamente de ti a la otra persona, que puede ver tu dirección de red si no está oculta. Quien rompe las reglas puede ser bloqueado. Siguiente y Parar funcionan en todo momento.",
  },

  settings: {
    title: "Ajustes",
    language: "Idioma",
    theme: "Aspecto",
    themes: { system: "Sistema", light: "Claro", dark: "Oscuro" },
    coverNudity: "Tapar desnudos",
    coverNudityHint:
      "Tu navegador mira la imagen de la otra persona y difumina los desnudos. Nada sale de tu dispositivo. Antes descarga 3 MB, y puede equivocarse.",
  },
};
