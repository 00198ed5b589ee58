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
    "no-video": "Sin video",
    "requesting-media": "Permite usar la cámara",
    "media-error": "Problema con la cámara",
    searching: "Buscando a alguien",
    connecting: "Encontramos a alguien",
    talking: "En conversación",
    "partner-left": "Conversación terminada",
    reconnecting: "Reconectando",
    unavailable: "Servidor no disponible",
    refused: "Conexión cerrada",
    stopped: "Búsqueda detenida",
    broken: "Algo salió mal",
  },

  announcements: {
    searching: "Buscando a alguien.",
    connecting: "Encontramos a alguien. Conectando.",
    talking: "Ya están en contacto. Saluda.",
    leftWaiting: (title: string) => `${title}. Presiona Siguiente para continuar.`,
    leftCounting: (title: string) => `${title}. La próxima búsqueda empieza en tres segundos.`,
    reconnecting: "Se perdió la conexión con el servidor. Reconectando.",
  },

  welcome: {
    lane: "Dónde quieres chatear",
    lanes: { general: "General", adult: "Solo adultos" },
    laneAdultHint:
      "Aquí puede haber desnudos o sexo. Solo te encontrarás con quienes también lo eligieron.",
    title: "Saluda a alguien nuevo.",
    mode: "¿Cómo quieres hablar?",
    video: "Video",
    text: "Texto",
    start: "Empezar",
    optional: "(opcional)",
    interests: "Intereses",
    interestsExample: "música, viajes, ajedrez",
    interestsHint:
      "Presiona Enter después de cada uno. La otra persona solo ve lo que les gusta a ambos.",
    interestsFull: (max: number) =>
      `Puedes agregar hasta ${f.number(max)}. Quita uno para agregar otro.`,
    remove: (what: string) => `Quitar ${what}`,
    popular: "Popular ahora",
    addInterest: (what: string) => `Agregar ${what}`,
    languages: "Idiomas que hablas",
    anyLanguage: "Cualquier idioma",
    anotherLanguage: "Agregar otro",
    languageName: f.language,
    hideAddress: "Ocultar mi dirección IP",
    hideAddressHint:
      "Tu video pasa por nuestro servidor intermedio, así nadie ve desde dónde te conectas.",
  },

  entrance: {
    online: (n: number) =>
      f.plural(n, { one: "Hay # persona aquí ahora", other: "Hay # personas aquí ahora" }),
    how: "Cómo funciona",
    one: {
      title: "Una persona desconocida a la vez",
      video: "Se ven y se escuchan.",
      text: "Se escriben.",
    },
    skip: { title: "“Siguiente”, cuando quieras", body: "Te lleva a la próxima persona." },
    gone: { title: "No se guarda nada", body: "Sin cuenta, sin grabación, sin historial." },
    who: "¿A quién te gustaría conocer?",
    anyone: "A cualquiera",
    addressHidden: "Dirección oculta",
    languagesHint:
      "Primero te encuentras con quienes comparten un idioma contigo; después de un rato, con cualquiera.",
    install: "Instalar la aplicación",
    neverInstall: "No volver a ofrecerlo",
  },

  preview: {
    label: "Vista previa de la cámara",
    wordsOnly: "Solo texto. Tu cámara y tu micrófono siguen apagados.",
    yours: "Tu cámara",
    noCameraFound: "No se encontró ninguna cámara",
    noMicrophone: "Sin micrófono",
    camera: "Cámara",
    microphone: "Micrófono",
    speaker: "Altavoz",
    systemSpeaker: "Altavoz del sistema",
    level: "Nivel del micrófono",
    cameraIsOff: "Tu cámara está apagada. Te oyen, pero no te ven.",
    waiting: "Esperando a tu cámara…",
    open: "Probar la cámara",
  },

  requesting: {
    titleBoth: "Permite usar tu cámara y tu micrófono",
    titleMicrophone: "Permite usar tu micrófono",
    body: "Tu navegador te pide permiso. Elige “Permitir” para continuar.",
    calm: "Todavía no te ve nadie. Puedes apagar cualquiera de los dos cuando quieras.",
    cancel: "Cancelar",
  },

  stopped: {
    title: "Búsqueda detenida",
    body: (met: number) =>
      met === 0
        ? "Tu cámara y tu micrófono están apagados, y dejamos de buscar."
        : f.plural(met, {
            one: "Conociste a una persona. Tu cámara y tu micrófono ya están apagados.",
            other: "Conociste a # personas. Tu cámara y tu micrófono ya están apagados.",
          }),
    again: "Empezar de nuevo",
    settings: "Cambiar la configuración",
  },

  searching: {
    title: "Buscando a alguien",
    usual: "Suele tardar solo un momento.",
    alone: "Ahora nadie más está buscando. Guardamos tu lugar: te tocará la próxima persona.",
    quiet: "Ahora hay poca gente. Guardamos tu lugar hasta que llegue alguien.",
    startingWith: (interests: readonly string[]) =>
      `Primero buscamos a quienes les gusta: ${f.or(interests)}.`,
    widened: {
      interests: "Ahora también buscamos a personas con otros intereses.",
      languages: "Ahora también buscamos a personas que hablan otros idiomas.",
      recent: "Puede que te toque alguien que ya conoces.",
    },
    estimate: (ms: number) => `Espera reciente: alrededor de ${f.duration(ms)}.`,
    people: (n: number) => f.plural(n, { one: "# persona aquí", other: "# personas aquí" }),
    coolDown: {
      title: "Por ahora tus búsquedas tardan más",
      why: {
        reports:
          "Varias personas te reportaron. Durante más o menos medio minuto, cada búsqueda se limita a quienes están en la misma situación; después incluye a todos.",
        network:
          "Varias personas reportaron a visitantes de tu red. Durante los primeros segundos, cada búsqueda se limita a quienes están en la misma situación; después incluye a todos.",
      },
      until: (atMs: number) => `Esto termina el ${f.moment(atMs)}.`,
    },
    addInterest: "Agregar un interés",
    byText: "Mejor por texto",
    tellMe: "Avísame",
    willTell: "Te avisaremos",
    tips: [
      "No des tu nombre, tu dirección ni tus cuentas hasta conocer a la persona.",
      "Una sonrisa y un “hola” bastan para empezar.",
      "Pregunta cómo le fue hoy: funciona en todos los idiomas.",
      "¿Algo no te gusta? Pasa a la siguiente persona o repórtala: bastan dos toques.",
      "Nadie te ve mientras esperas.",
      "Una buena luz en la cara vale más que cualquier cámara.",
      "Nunca envíes dinero a alguien que conociste aquí.",
    ],
    reconnecting: "Reconectando",
    reconnectingBody: "Se cortó la conexión con el servidor. Volverá sola.",
    restarting: "El servidor se está reiniciando",
    restartingBack: (ms: number) => `Tu búsqueda continúa en ${f.duration(ms)}.`,
    restartingSoon: "Tu búsqueda continuará enseguida.",
    found: "Encontramos a alguien",
    foundBack: "Ya llegó alguien. Vuelve a la página.",
    bothLike: (interests: readonly string[]) => `Tienen en común: ${f.and(interests)}.`,
    connecting: "Conectándolos…",
  },

  talk: {
    title: "En conversación",
    strangersCamera: "Cámara de la otra persona",
    cameraOff: "La otra persona tiene la cámara apagada",
    muted: "La otra persona silenció su micrófono",
    bothLike: (interests: readonly string[]) => `Tienen en común: ${f.and(interests)}`,
    pictureStopped: "La imagen se congeló. Intentamos recuperarla…",
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
    nobody: "Todavía no hay a quién escribirle",
    held: "¡Persona nueva! Espera un segundo y escribe",
    send: "Enviar",
    bytesLeft: (n: number) => f.plural(n, { one: "queda #", other: "quedan #" }),
    bytesOver: (n: number) => f.plural(n, { one: "sobra #", other: "sobran #" }),
    pasteCut: "Era demasiado largo: solo se pegó el principio",
    emptyBefore: "Los mensajes aparecerán aquí.",
    empty: "Ya están en contacto. Saluda.",
    emptyShared: (interests: readonly string[]) =>
      `Ya están en contacto y tienen en común: ${f.and(interests)}. Saluda.`,
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
    stop: "Detener",
    stopHint: "Detener (Esc)",
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
      ice_failed: "No pudimos conectarlos",
      media_failed: "La cámara de la otra persona dejó de funcionar",
      reported: "Se puso fin a la conversación",
      disconnected: "La otra persona perdió la conexión",
      no_show: "La otra persona no apareció",
      closed: "La conversación se cerró",
      connection_lost: "Se perdió la conexión",
    },
    noPath: "Sus redes no pudieron comunicarse. A veces pasa.",
    noRelay:
      "No se pudieron conectar directamente y el servidor intermedio de este sitio no acepta llamadas. Ya avisamos a quienes lo administran.",
    tooShort: "A veces pasa. Vamos con la siguiente persona.",
    talkedFor: (ms: number) => `Hablaron ${f.duration(ms)}.`,
    next: "Siguiente",
    wait: "Esperar",
    stillThere: {
      title: "¿Sigues ahí?",
      body: "Llevas un rato sin tocar nada, así que ahora nadie puede verte.",
      here: "Aquí estoy",
    },
    seconds: (n: number) => f.number(n),
  },

  safety: {
    nudityCheck: {
      unseen: {
        title: "Revisando el video…",
        body: "Lo verás en cuanto tu navegador lo haya revisado.",
      },
      bare: {
        title: "Podría haber desnudez",
        body: "Tu navegador difuminó la imagen. Puede equivocarse.",
      },
      unknown: { title: "No se pudo revisar", body: "Tu navegador no pudo revisar la imagen." },
    },
    showAnyway: "Mostrar de todos modos",
    open: "Reportar o bloquear",
    openLast: "Reportar a la última persona",
    title: "¿Cuál es el problema?",
    intro: "La conversación termina de inmediato y no volverán a coincidir.",
    introLast: "Se trata de la última persona con la que hablaste. No volverán a coincidir.",
    reason: "Motivo",
    reasons: {
      nudity: "Desnudez o actos sexuales",
      harassment: "Insultos, amenazas o presión",
      minor: "Parece menor de edad",
      spam: "Publicidad, estafa o un bot",
      violence: "Violencia o autolesiones",
      other: "Otra cosa",
    },
    note: "¿Qué pasó? (opcional)",
    noteHint: "Solo lo leerán quienes administran este sitio.",
    evidence: {
      title: "Muéstrales lo que pasó",
      pictures: (n: number) =>
        f.plural(n, { one: "Enviar la última imagen", other: "Enviar las últimas # imágenes" }),
      picture: "Imagen de la otra persona",
      look: "Ver las imágenes",
      chat: (n: number) =>
        f.plural(n, { one: "Enviar el último mensaje", other: "Enviar los últimos # mensajes" }),
      hint: "Tu navegador lo cifra para que solo puedan abrirlo quienes administran este sitio. El servidor no puede.",
      child:
        "Solo enviaremos tu texto, ninguna imagen: las imágenes de menores nunca se deben difundir.",
      hotline: "Ayuda para menores en peligro",
    },
    report: "Reportar y seguir",
    block: "Solo bloquear",
    cancel: "Cancelar",
    notices: {
      reported: "Reporte enviado. No volverán a coincidir.",
      blocked: "Persona bloqueada. No volverán a coincidir.",
      "not-reported": "Tu reporte no se pudo guardar, pero no volverán a coincidir.",
      "evidence-lost":
        "Reporte enviado, pero sin las imágenes ni los mensajes: no se pudieron enviar.",
      "too-late": "Demasiado tarde: el servidor ya no sabe quién era.",
    },
    blurFirst: "Empezar con imagen borrosa",
    blurFirstHint: "Se verán borrosos hasta que los dos quieran mostrarse.",
    blurred: "Los dos se ven borrosos",
    blurredMine: "Nadie puede reconocerte hasta que te muestres.",
    blurredTheirs: "Por tu parte, listo. Falta la otra persona.",
    reveal: "Mostrarme",
    blurAgain: "Volver a vernos borrosos",
    hidden: "La imagen y el sonido están desactivados",
    check: "Verificar esta llamada",
    checkBody:
      "Díganse qué cuatro emojis ven. Si son los mismos, la imagen y el sonido van directo de navegador a navegador.",
    checkLimits:
      "Esto descubre a la mayoría de los espías, pero no a todos: con suficiente esfuerzo, alguien podría hacer que coincidan.",
    checkNone: "No hay ninguna conexión directa que verificar.",
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
    hearts: {
      off: "Me cayó bien, volvamos a vernos",
      mine: "Te cayó bien",
      both: "Se cayeron bien",
    },
    notices: {
      liked: "Listo. Si también le caíste bien, podrán volver a verse.",
      "both-like": "Se cayeron bien. Pueden volver a verse durante una hora.",
      "met-before": "Ya se conocen.",
    },
  },

  videoWish: {
    call: "Videollamada",
    states: {
      asking: "Elige “Permitir” cuando tu navegador pregunte por la cámara.",
      waiting:
        "Esperando a la otra persona. Tu cámara sigue apagada hasta que los dos quieran video.",
      asked: "La otra persona quiere una videollamada.",
    },
    accept: "Activar el video",
    decline: "Ahora no",
    takeBack: "Mejor no",
    opening: "Conectando el video…",
    openingBody: "El chat sigue aquí.",
    started: "Ya están en una videollamada.",
    notices: {
      "video-failed": "El video no se conectó. Pueden seguir escribiéndose.",
      "video-over": "La videollamada terminó. Pueden seguir escribiéndose.",
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
    bad: "La conexión es mala. Reducimos la imagen para que se oiga el sonido.",
    shortcuts: "Atajos de teclado",
    shortcutsFor: {
      escape: "Ocultar a la otra persona y preguntar qué hacer",
      escapeTwice: "Pasar a la siguiente persona",
      send: "Enviar el mensaje",
      line: "Empezar otra línea",
      microphone: "Activar o silenciar el micrófono",
      camera: "Encender o apagar la cámara",
      chat: "Abrir o cerrar el chat",
      report: "Reportar o bloquear",
      help: "Esta lista",
    },
    emoji: "Emojis",
    emojiSearch: "Buscar emojis",
    emojiNone: "No se encontró ningún emoji",
    linkTitle: "¿Abrir este enlace?",
    linkBody: "Lo envió una persona desconocida. Te lleva a otro sitio, que verá tu dirección IP.",
    linkOpen: "Abrir en otra pestaña",
    swipe: "Desliza hacia arriba para la siguiente persona",
    selfView: "Tu imagen. Las flechas la mueven.",
    selfSwaps: "Tu imagen. Enter la muestra en grande y las flechas la mueven.",
    partnerSwaps: "Imagen de la otra persona. Enter la muestra en grande y las flechas la mueven.",
    swap: "Cambiar de lugar las imágenes",
    selfSizes: { small: "Tamaño: pequeño", medium: "Tamaño: mediano", large: "Tamaño: grande" },
    hideSelf: "Ocultar mi imagen",
    showSelf: "Mostrar mi imagen",
  },

  /** Changes of the visitor's own devices. */
  devices: {
    notices: {
      "camera-replaced": "Tu cámara se desconectó, así que pasamos a otra.",
      "camera-lost": "Tu cámara se desconectó. Nadie puede verte.",
      "camera-denied": "La cámara está bloqueada",
      "camera-no-device": "No se encontró ninguna cámara",
      "camera-busy": "La cámara está en uso",
      "camera-failed": "La cámara no se activó",
      "microphone-replaced": "Tu micrófono se desconectó, así que pasamos a otro.",
      "microphone-lost": "Tu micrófono se desconectó. Nadie puede oírte.",
      "microphone-denied": "El micrófono está bloqueado",
      "microphone-no-device": "No se encontró ningún micrófono",
      "microphone-busy": "El micrófono está en uso",
      "microphone-failed": "El micrófono no se activó",
    },
    paused: { camera: "Tu cámara está en pausa", microphone: "Tu micrófono está en pausa" },
    again: (what) => `${what}. Intentar de nuevo`,
    blur: {
      label: "Difuminar mi fondo",
      loading: "Cargando el fondo difuminado… Todavía nadie te ve.",
      failed: "El fondo difuminado no funciona, así que tu cámara está apagada.",
      without: "Seguir sin difuminar",
    },
  },

  mediaProblem: {
    mixed: "La cámara y el micrófono no se activaron",
    retry: "Intentar de nuevo",
    withoutCamera: "Seguir sin cámara",
    byText: "Chatear por texto",
    back: "Volver",
    denied: {
      title: "La cámara está bloqueada",
      body: "Este sitio no tiene permiso para usar tu cámara y tu micrófono. Para permitirlo:",
    },
    deniedSteps: [
      "Presiona el ícono que está junto a la dirección de esta página.",
      "Pon Cámara y Micrófono en “Permitir”.",
      "Vuelve y presiona “Intentar de nuevo”.",
    ],
    deniedBySystem:
      "Si aquí ya están permitidos, revisa la configuración de privacidad de tu sistema.",
    "no-device": {
      title: "No hay cámara ni micrófono",
      body: "Conecta uno e inténtalo de nuevo, o chatea por texto: para eso no necesitas ninguno.",
    },
    busy: {
      title: "La cámara está en uso",
      body: "Otro programa u otra pestaña está usando tu cámara o tu micrófono. Ciérralo e inténtalo de nuevo.",
    },
    insecure: {
      title: "Esta página no es segura",
      body: "Los navegadores solo permiten usar la cámara a páginas abiertas con https. Pide a quienes administran este sitio que lo activen. Por texto ya puedes chatear.",
    },
    unsupported: {
      title: "Este navegador no permite el videochat",
      body: "Un Chrome, Edge, Firefox o Safari actual sí lo permite. Si estás dentro de otra aplicación, abre esta página en tu navegador.",
    },
    failed: {
      title: "La cámara no se activó",
      body: "Algo falla con tu cámara o tu micrófono. Desconectarlos y volver a conectarlos suele ayudar.",
    },
  },

  noVideo: {
    unsupported: {
      title: "Sin video en este navegador",
      body: "No puede conectar tu cámara con otro navegador, o algo lo desactivó. Qué puedes hacer:",
      steps: [
        "Abre esta página en un Chrome, Edge, Firefox o Safari actual.",
        "¿Estás dentro de otra aplicación? Elige “Abrir en el navegador” en su menú.",
        "Si una opción o una extensión desactivó WebRTC, permítelo en este sitio.",
      ],
    },
    insecure: {
      title: "Esta página no es segura",
      body: "Los navegadores solo permiten usar la cámara y el micrófono a páginas abiertas con https. Qué puedes hacer:",
      steps: [
        "Abre la misma dirección con https delante.",
        "Si no funciona, pide a quienes administran este sitio que lo activen.",
      ],
    },
    blocked: {
      title: "Las videollamadas no pasan",
      body: "Este navegador o esta red no deja pasar videollamadas, así que dejamos de buscar. Qué puedes hacer:",
      steps: [
        "Prueba otra red: por ejemplo, los datos móviles en vez de este wifi.",
        "Desactiva tu VPN o la extensión que bloquee WebRTC.",
        "Abre esta página en otro navegador.",
      ],
    },
    relay: {
      title: "El servidor intermedio no acepta llamadas",
      body: "Aquí las llamadas pasan por el servidor intermedio del sitio, y ahora las está rechazando. No es por nada que hayas hecho, y ya avisamos a quienes administran el sitio. Qué puedes hacer:",
      steps: [
        "Inténtalo de nuevo en un rato.",
        "Mientras tanto, chatea por texto: no necesita ese servidor.",
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
    tryAgain: "Intentar de nuevo",
    again: "Empezar de nuevo",
    useThisTab: "Usar esta pestaña",
    reload: "Recargar",
    stop: "Detener",
    back: "Volver",
    offline: {
      title: "Estás sin conexión",
      body: "Tu dispositivo no tiene red. Tu búsqueda continúa en cuanto vuelva.",
    },
    unreachable: {
      title: "El servidor no responde",
      body: "Puede que se esté reiniciando. Seguimos intentándolo; no tienes que hacer nada.",
    },
    full: {
      title: "Ahora no hay lugar",
      body: "Hay más gente de la que puede atender nuestro servidor. Entrarás automáticamente en cuanto haya lugar.",
    },
    busy: {
      title: "Un momento",
      body: "El servidor necesita ponerse al día. Tu búsqueda continuará sola.",
    },
    replaced: {
      title: "Abierto en otra pestaña",
      body: "Empezaste de nuevo en otra pestaña o ventana, así que esta se desconectó.",
    },
    version: {
      title: "Hay una versión nueva",
      body: "Esta página es más antigua que el servidor. Recárgala para continuar.",
    },
    rate_limited: {
      title: "Eso fue demasiado rápido",
      body: "El servidor te desconectó por demasiadas solicitudes. Espera un poco y empieza de nuevo.",
    },
    closed: {
      title: "El servidor cerró la conexión",
      body: "No sabemos bien por qué. Empezar de nuevo suele ayudar.",
    },
    notLoaded: {
      title: "Esta parte no se cargó",
      body: "Puede que la red haya fallado un momento. Inténtalo de nuevo o recarga la página.",
    },
    broken: {
      title: "Algo se rompió",
      body: "Una parte de esta página dejó de funcionar. Tu cámara y tu micrófono están apagados, y si había una conversación, terminó. Inténtalo de nuevo o recarga la página.",
    },
  },

  diagnostics: { copy: "Copiar diagnóstico", copied: "Copiado" },
  reference: {
    label: "Número de referencia:",
    copy: "Copiar",
    none: "No pudimos obtener un número de referencia del servidor. “Copiar diagnóstico” tiene los detalles.",
  },

  site: { contact: "Contacto", privacy: "Privacidad" },

  banned: {
    title: "Ahora no puedes chatear aquí",
    titleOver: "Ya puedes volver a chatear aquí",
    body: "Quienes administran este sitio te bloquearon.",
    reason: "El motivo que dieron:",
    until: (atMs: number) =>
      `El bloqueo termina el ${f.moment(atMs)}. Después podrás empezar de nuevo aquí.`,
    over: "El bloqueo terminó.",
    noEnd: "No tiene fecha de fin.",
    appeal: "Si crees que es un error, escríbeles a quienes administran este sitio.",
    reference: "Por favor, indica esta referencia:",
    again: "Empezar de nuevo",
    back: "Volver",
  },

  consent: {
    confirm: "Tengo 18 años o más y acepto las reglas.",
    read: "Leer las reglas",
    confirmAdult:
      "Tengo 18 años o más, acepto las reglas y quiero conocer a adultos que quizá muestren desnudez o sexo.",
    given: "Confirmaste que tienes 18 años o más y que aceptas las reglas.",
    givenAdult:
      "Confirmaste que tienes 18 años o más, que aceptas las reglas y que quieres conocer a adultos que quizá muestren desnudez o sexo.",
    missing: "Por favor, primero confirma esto.",
    title: "Las reglas",
    close: "Cerrar",
    intro: "Unas pocas reglas para que todos la pasen bien aquí:",
    rules: [
      "Tienes 18 años o más.",
      "Sé amable: sin acoso, odio ni amenazas.",
      "Sin desnudos ni actos sexuales ante quien no los pidió.",
      "Nada ilegal, y nada de publicidad.",
      "No grabes la imagen ni el sonido. Puedes guardar el chat para ti, pero no compartas lo que otras personas muestran, dicen o escriben.",
      "No des tu nombre, tu dirección ni tus contraseñas.",
    ],
    outro:
      "No grabamos ni guardamos las conversaciones, salvo lo que alguien agregue a un reporte. La imagen y el sonido van directo de ti a la otra persona, que puede ver tu dirección IP si no está oculta. La otra persona también puede guardar el chat. Podemos bloquear a quien no cumpla las reglas. Puedes presionar Siguiente o Detener en cualquier momento.",
  },

  settings: {
    title: "Configuración",
    language: "Idioma",
    theme: "Apariencia",
    themes: { system: "Sistema", light: "Claro", dark: "Oscuro" },
    blurNudity: "Difuminar desnudos",
    blurNudityHint:
      "Tu navegador revisa la imagen de la otra persona y difumina los desnudos. Nada sale de tu dispositivo. Primero descarga 3 MB, y puede equivocarse.",
  },
};
