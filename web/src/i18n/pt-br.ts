import type { Messages } from "./en";
import { formats } from "./formats";

const f = formats("pt-BR");

export const ptBr: Messages = {
  time: {
    clock: f.clock,
    duration: f.duration,
    stopwatch: f.stopwatch,
  },

  titles: {
    "no-video": "Sem vídeo",
    "requesting-media": "Permita a câmera",
    "media-error": "Problema com a câmera",
    searching: "Procurando alguém",
    connecting: "Encontramos alguém",
    talking: "Em conversa",
    "partner-left": "Conversa encerrada",
    reconnecting: "Reconectando",
    unavailable: "Servidor indisponível",
    refused: "Desconectado",
    stopped: "Parado",
    broken: "Algo deu errado",
  },

  announcements: {
    searching: "Procurando alguém.",
    connecting: "Encontramos alguém. Conectando.",
    talking: "Vocês estão conectados. Diga oi.",
    leftWaiting: (title: string) => `${title}. Pressione Próximo para continuar.`,
    leftCounting: (title: string) => `${title}. A próxima busca começa em três segundos.`,
    reconnecting: "A conexão com o servidor caiu. Reconectando.",
  },

  welcome: {
    lane: "Onde você quer conversar?",
    lanes: { general: "Geral", adult: "Só adultos" },
    laneAdultHint:
      "Aqui pode aparecer nudez ou sexo. Você só vai encontrar quem também escolheu isso.",
    title: "Diga oi para alguém novo.",
    mode: "Como você quer conversar?",
    video: "Vídeo",
    text: "Texto",
    start: "Começar",
    optional: "(opcional)",
    interests: "Interesses",
    interestsExample: "música, viagens, xadrez",
    interestsHint:
      "Pressione Enter depois de cada um. A outra pessoa só vê o que vocês dois curtem.",
    interestsFull: (max: number) =>
      `Você pode adicionar até ${f.number(max)}. Remova um para adicionar outro.`,
    remove: (what: string) => `Remover ${what}`,
    popular: "Em alta agora",
    addInterest: (what: string) => `Adicionar ${what}`,
    languages: "Idiomas que você fala",
    anyLanguage: "Qualquer idioma",
    anotherLanguage: "Adicionar outro",
    languageName: f.language,
    hideAddress: "Esconder meu endereço de rede",
    hideAddressHint:
      "Seu vídeo passa pelo nosso servidor intermediário, então ninguém vê de onde você se conecta.",
  },

  entrance: {
    online: (n: number) =>
      f.plural(n, { one: "# pessoa aqui agora", other: "# pessoas aqui agora" }),
    how: "Como funciona",
    one: {
      title: "Uma pessoa desconhecida por vez",
      video: "Vocês se veem e se ouvem.",
      text: "Vocês escrevem um para o outro.",
    },
    skip: {
      title: "“Próximo” quando você quiser",
      body: "Leva você para a próxima pessoa.",
    },
    gone: {
      title: "Nada fica guardado",
      body: "Sem conta, sem gravação, sem histórico.",
    },
    who: "Quem você gostaria de conhecer?",
    anyone: "Qualquer pessoa",
    addressHidden: "Endereço escondido",
    languagesHint:
      "Primeiro você encontra quem fala algum dos seus idiomas; depois de um tempo, todo mundo.",
    install: "Instalar o aplicativo",
    neverInstall: "Não oferecer de novo",
  },

  preview: {
    label: "Prévia da câmera",
    wordsOnly: "Só texto. Sua câmera e seu microfone ficam desligados.",
    yours: "Sua câmera",
    noCameraFound: "Nenhuma câmera encontrada",
    noMicrophone: "Sem microfone",
    camera: "Câmera",
    microphone: "Microfone",
    speaker: "Alto-falante",
    systemSpeaker: "Alto-falante do sistema",
    level: "Nível do microfone",
    cameraIsOff: "Sua câmera está desligada. As pessoas ouvem você, mas não veem.",
    waiting: "Esperando sua câmera…",
    open: "Testar a câmera",
  },

  requesting: {
    titleBoth: "Permita a câmera e o microfone",
    titleMicrophone: "Permita o microfone",
    body: "Seu navegador está pedindo permissão. Escolha “Permitir” para continuar.",
    calm: "Ninguém vê você ainda. Dá para desligar qualquer um dos dois quando quiser.",
    cancel: "Cancelar",
  },

  stopped: {
    title: "Você parou",
    body: (met: number) =>
      met === 0
        ? "Sua câmera e seu microfone estão desligados, e paramos de procurar."
        : f.plural(met, {
            one: "Você conheceu uma pessoa. Sua câmera e seu microfone já estão desligados.",
            other: "Você conheceu # pessoas. Sua câmera e seu microfone já estão desligados.",
          }),
    again: "Começar de novo",
    settings: "Mudar as configurações",
  },

  searching: {
    title: "Procurando alguém",
    usual: "Costuma levar só um instante.",
    alone:
      "Ninguém mais está procurando agora. Guardamos seu lugar: quem chegar primeiro conversa com você.",
    quiet: "Está tranquilo agora. Guardamos seu lugar até alguém aparecer.",
    startingWith: (interests: readonly string[]) => `Começando por quem curte ${f.or(interests)}.`,
    widened: {
      interests: "Agora também procuramos pessoas com outros interesses.",
      languages: "Agora também procuramos pessoas que falam outros idiomas.",
      recent: "Você pode cair com alguém que já encontrou.",
    },
    estimate: (ms: number) => `Espera recente: cerca de ${f.duration(ms)}.`,
    people: (n: number) => f.plural(n, { one: "# pessoa aqui", other: "# pessoas aqui" }),
    coolDown: {
      title: "Suas buscas estão demorando mais por enquanto",
      why: {
        reports:
          "Várias pessoas denunciaram você. Por cerca de meio minuto, cada busca fica só entre quem está na mesma situação; depois inclui todo mundo.",
        network:
          "Várias pessoas denunciaram visitantes da sua rede. Nos primeiros segundos, cada busca fica só entre quem está na mesma situação; depois inclui todo mundo.",
      },
      until: (atMs: number) => `Isso vai até ${f.moment(atMs)}.`,
    },
    addInterest: "Adicionar um interesse",
    byText: "Conversar por texto",
    tellMe: "Me avise",
    willTell: "Vamos avisar você",
    tips: [
      "Guarde seu nome, endereço e contas só para você até conhecer a pessoa.",
      "Um sorriso e um “oi” bastam para começar.",
      "Pergunte como foi o dia: funciona em qualquer idioma.",
      "Algo está estranho? Passe para a próxima pessoa ou denuncie: bastam dois toques.",
      "Ninguém vê você enquanto você espera.",
      "Uma boa luz no rosto vale mais que qualquer câmera.",
      "Nunca mande dinheiro para alguém que você conheceu aqui.",
    ],
    reconnecting: "Reconectando",
    reconnectingBody: "A conexão com o servidor caiu. Ela já volta sozinha.",
    restarting: "O servidor está reiniciando",
    restartingBack: (ms: number) => `Sua busca continua em ${f.duration(ms)}.`,
    restartingSoon: "Sua busca vai continuar a qualquer momento.",
    found: "Encontramos alguém",
    foundBack: "A pessoa chegou. Volte para a página.",
    bothLike: (interests: readonly string[]) => `Vocês dois curtem ${f.and(interests)}.`,
    connecting: "Conectando vocês…",
  },

  talk: {
    title: "Em conversa",
    strangersCamera: "Câmera da outra pessoa",
    cameraOff: "A câmera da outra pessoa está desligada",
    muted: "A outra pessoa está no mudo",
    bothLike: (interests: readonly string[]) => `Vocês dois curtem ${f.and(interests)}`,
    pictureStopped: "A imagem travou. Estamos tentando recuperar…",
    tapToPlay: "Toque para reproduzir",
    selfAway: "A conexão com o servidor caiu. Reconectando…",
    partnerAway: "A outra pessoa perdeu a conexão. Estamos esperando…",
  },

  chat: {
    title: "Chat",
    close: "Fechar o chat",
    latest: "Últimas mensagens",
    messages: "Mensagens",
    you: "Você: ",
    stranger: "A outra pessoa: ",
    sending: "Enviando",
    delivered: "Entregue",
    notSent: "Não enviada",
    sendAgain: "Enviar de novo",
    showAll: "Mostrar tudo",
    showLess: "Mostrar menos",
    typing: "A outra pessoa está digitando",
    message: "Mensagem",
    write: "Escreva uma mensagem",
    nobody: "Ainda não há para quem escrever",
    held: "Pessoa nova! Espere um segundo e digite",
    send: "Enviar",
    bytesLeft: (n: number) => f.plural(n, { one: "resta #", other: "restam #" }),
    bytesOver: (n: number) => `${f.number(n)} a mais`,
    pasteCut: "Era longo demais, então só o começo foi colado",
    emptyBefore: "As mensagens vão aparecer aqui.",
    empty: "Vocês estão conectados. Diga oi.",
    emptyShared: (interests: readonly string[]) =>
      `Vocês estão conectados e os dois curtem ${f.and(interests)}. Diga oi.`,
  },

  controls: {
    label: "Controles da chamada",
    mute: "Silenciar o microfone",
    unmute: "Ativar o microfone",
    youAreMuted: "Você está no mudo: ninguém ouve você",
    noMicrophone: "Sem microfone",
    cameraOff: "Desligar a câmera",
    cameraOn: "Ligar a câmera",
    noCamera: "Sem câmera",
    microphone: "Microfone",
    camera: "Câmera",
    chat: "Chat",
    openChat: "Abrir o chat",
    openChatUnread: (n: number) =>
      `Abrir o chat, ${f.plural(n, { one: "# não lida", other: "# não lidas" })}`,
    unreadMany: (n: number) => `${f.number(n)}+`,
    unread: (n: number) => f.number(n),
    stop: "Parar",
    stopHint: "Parar (Esc)",
    skip: "Próximo",
    leaveQuestion: "Sair desta conversa?",
    leaveShort: "Sair?",
    leave: "Sair",
    keep: "Continuar a conversa",
  },

  left: {
    titles: {
      skip: "A outra pessoa passou para a próxima",
      stop: "A outra pessoa saiu",
      ice_failed: "Não deu para conectar vocês",
      media_failed: "A câmera da outra pessoa parou de funcionar",
      reported: "A conversa foi encerrada",
      disconnected: "A outra pessoa perdeu a conexão",
      no_show: "A outra pessoa não apareceu",
      closed: "A conversa foi fechada",
      connection_lost: "A conexão caiu",
    },
    noPath: "As redes de vocês não conseguiram se comunicar. Às vezes acontece.",
    noRelay:
      "Não deu para conectar vocês diretamente, e o servidor intermediário deste site não está aceitando chamadas. Já avisamos quem cuida do site.",
    tooShort: "Acontece. Vamos para a próxima pessoa.",
    talkedFor: (ms: number) => `Vocês conversaram por ${f.duration(ms)}.`,
    next: "Próximo",
    wait: "Esperar",
    stillThere: {
      title: "Você ainda está aí?",
      body: "Faz um tempo que você não toca em nada, então ninguém vê você agora.",
      here: "Estou aqui",
    },
    seconds: (n: number) => f.number(n),
  },

  safety: {
    nudityCheck: {
      unseen: {
        title: "Verificando o vídeo…",
        body: "Você vai ver assim que seu navegador verificar.",
      },
      bare: {
        title: "Pode ser nudez",
        body: "Seu navegador desfocou a imagem. Ele pode errar.",
      },
      unknown: {
        title: "Não deu para verificar",
        body: "Seu navegador não conseguiu verificar a imagem.",
      },
    },
    showAnyway: "Mostrar mesmo assim",
    open: "Denunciar ou bloquear",
    openLast: "Denunciar a última pessoa",
    title: "O que aconteceu?",
    intro: "A conversa acaba na hora, e não vamos juntar vocês de novo.",
    introLast: "É sobre a última pessoa com quem você conversou. Não vamos juntar vocês de novo.",
    reason: "Motivo",
    reasons: {
      nudity: "Nudez ou atos sexuais",
      harassment: "Insultos, ameaças ou pressão",
      minor: "Parece ser menor de idade",
      spam: "Propaganda, golpe ou robô",
      violence: "Violência ou automutilação",
      other: "Outra coisa",
    },
    note: "Conte mais (opcional)",
    noteHint: "Só quem cuida deste site vai ler.",
    evidence: {
      title: "Mostre o que aconteceu",
      pictures: (n: number) =>
        f.plural(n, { one: "Enviar a última imagem", other: "Enviar as últimas # imagens" }),
      picture: "Imagem da outra pessoa",
      look: "Ver as imagens",
      chat: (n: number) =>
        f.plural(n, { one: "Enviar a última mensagem", other: "Enviar as últimas # mensagens" }),
      hint: "Seu navegador criptografa isso para que só quem cuida deste site consiga abrir. O servidor não consegue.",
      child:
        "Só vamos enviar o seu texto, nenhuma imagem: imagens de crianças nunca devem ser repassadas.",
      hotline: "Ajuda para crianças em perigo",
    },
    report: "Denunciar e continuar",
    block: "Só bloquear",
    cancel: "Cancelar",
    notices: {
      reported: "Denúncia enviada. Não vamos juntar vocês de novo.",
      blocked: "Bloqueio feito. Não vamos juntar vocês de novo.",
      "not-reported": "Não deu para salvar sua denúncia, mas não vamos juntar vocês de novo.",
      "evidence-lost": "Denúncia enviada, mas sem as imagens e as mensagens: o envio delas falhou.",
      "too-late": "Tarde demais: o servidor não sabe mais quem era.",
    },
    blurFirst: "Começar com desfoque",
    blurFirstHint: "Vocês ficam desfocados até os dois escolherem aparecer.",
    blurred: "Vocês dois estão desfocados",
    blurredMine: "Ninguém consegue reconhecer você até você se mostrar.",
    blurredTheirs: "Da sua parte, tudo pronto. Falta a outra pessoa.",
    reveal: "Me mostrar",
    blurAgain: "Desfocar de novo",
    hidden: "Imagem e som estão desligados",
    check: "Verificar esta chamada",
    checkBody:
      "Leiam estes quatro emojis um para o outro. Se vocês dois veem os mesmos, imagem e som vão direto de navegador para navegador.",
    checkLimits:
      "Isso revela a maioria dos espiões, mas não todos: com esforço suficiente, alguém poderia fazer com que coincidam.",
    checkNone: "Não há uma conexão direta para verificar.",
  },

  reactions: {
    open: "Reagir",
    title: "Reações",
    names: {
      wave: "Aceno",
      laugh: "Risada",
      heart: "Coração",
      thumbs_up: "Joinha",
      clap: "Palmas",
      wow: "Uau",
    },
    yours: (what: string) => `Você: ${what}`,
    theirs: (what: string) => `A outra pessoa: ${what}`,
    wave: "Acenar",
    waveBack: "Acenar de volta",
    waved: "Você acenou",
    partnerWaved: "A outra pessoa acenou para você.",
  },

  icebreaker: {
    title: "Quebra-gelo",
    another: "Outra pergunta",
    close: "Esconder a pergunta",
    all: "Perguntas para quebrar o gelo",
  },

  again: {
    hearts: {
      off: "Curti, quero rever",
      mine: "Você curtiu",
      both: "Vocês se curtiram",
    },
    notices: {
      liked: "Anotado. Se a outra pessoa também curtir, vocês podem se ver de novo.",
      "both-like": "Vocês se curtiram. Podem se ver de novo durante uma hora.",
      "met-before": "Vocês já se conhecem.",
    },
  },

  videoWish: {
    call: "Chamada de vídeo",
    states: {
      asking: "Escolha “Permitir” quando seu navegador pedir a câmera.",
      waiting: "Esperando a outra pessoa. Sua câmera fica desligada até vocês dois quererem vídeo.",
      asked: "A outra pessoa quer uma chamada de vídeo.",
    },
    accept: "Ligar o vídeo",
    decline: "Agora não",
    takeBack: "Deixa pra lá",
    opening: "Conectando o vídeo…",
    openingBody: "O chat de vocês continua aqui.",
    started: "Vocês estão em uma chamada de vídeo.",
    notices: {
      "video-failed": "O vídeo não conectou. Vocês podem continuar conversando por texto.",
      "video-over": "A chamada de vídeo terminou. Vocês podem continuar conversando por texto.",
    },
  },

  comfort: {
    more: "Mais",
    volume: "Volume da outra pessoa",
    fit: "Mostrar a imagem inteira",
    fill: "Preencher o espaço",
    pictureInPicture: "Picture-in-picture",
    fullscreen: "Tela cheia",
    shareScreen: "Compartilhar minha tela",
    stopScreen: "Parar de compartilhar",
    sharing: "A outra pessoa está vendo sua tela",
    strangersScreen: "Tela da outra pessoa",
    turnCamera: "Trocar de câmera",
    sounds: "Sons",
    copy: "Copiar o chat",
    copied: "Copiado",
    save: "Salvar o chat",
    fileName: "chat",
    you: "Você",
    stranger: "A outra pessoa",
    close: "Fechar",
    weak: "A conexão está fraca. A imagem pode ficar ruim.",
    bad: "A conexão está péssima. Reduzimos a imagem para o som passar.",
    shortcuts: "Atalhos do teclado",
    shortcutsFor: {
      escape: "Esconder a outra pessoa e perguntar o que fazer",
      escapeTwice: "Ir para a próxima pessoa",
      send: "Enviar a mensagem",
      line: "Começar uma nova linha",
      microphone: "Ligar ou desligar o microfone",
      camera: "Ligar ou desligar a câmera",
      chat: "Abrir ou fechar o chat",
      report: "Denunciar ou bloquear",
      help: "Esta lista",
    },
    emoji: "Emoji",
    emojiSearch: "Buscar emoji",
    emojiNone: "Nenhum emoji encontrado",
    linkTitle: "Abrir este link?",
    linkBody:
      "Uma pessoa desconhecida enviou este link. Ele leva a outro site, que vai ver seu endereço de rede.",
    linkOpen: "Abrir em uma nova aba",
    swipe: "Deslize para cima para a próxima pessoa",
    selfView: "Sua imagem. As setas movem a imagem.",
    selfSwaps: "Sua imagem. Enter mostra a imagem grande e as setas movem.",
    partnerSwaps: "Imagem da outra pessoa. Enter mostra a imagem grande e as setas movem.",
    swap: "Trocar as imagens de lugar",
    selfSizes: { small: "Tamanho: pequeno", medium: "Tamanho: médio", large: "Tamanho: grande" },
    hideSelf: "Esconder minha imagem",
    showSelf: "Mostrar minha imagem",
  },

  /** Changes of the visitor's own devices. */
  devices: {
    notices: {
      "camera-replaced": "Sua câmera foi desconectada, então trocamos por outra.",
      "camera-lost": "Sua câmera foi desconectada. Ninguém consegue ver você.",
      "camera-denied": "A câmera está bloqueada",
      "camera-no-device": "Nenhuma câmera encontrada",
      "camera-busy": "A câmera está em uso",
      "camera-failed": "A câmera não ligou",
      "microphone-replaced": "Seu microfone foi desconectado, então trocamos por outro.",
      "microphone-lost": "Seu microfone foi desconectado. Ninguém consegue ouvir você.",
      "microphone-denied": "O microfone está bloqueado",
      "microphone-no-device": "Nenhum microfone encontrado",
      "microphone-busy": "O microfone está em uso",
      "microphone-failed": "O microfone não ligou",
    },
    paused: { camera: "Sua câmera está em pausa", microphone: "Seu microfone está em pausa" },
    again: (what) => `${what}. Tentar de novo`,
    blur: {
      label: "Desfocar meu fundo",
      loading: "Carregando o desfoque de fundo… Ninguém vê você ainda.",
      failed: "O desfoque de fundo não está funcionando, então sua câmera está desligada.",
      without: "Continuar sem desfoque",
    },
  },

  mediaProblem: {
    mixed: "A câmera e o microfone não ligaram",
    retry: "Tentar de novo",
    withoutCamera: "Continuar sem câmera",
    byText: "Conversar por texto",
    back: "Voltar",
    denied: {
      title: "A câmera está bloqueada",
      body: "Este site não tem permissão para usar sua câmera e seu microfone. Para permitir:",
    },
    deniedSteps: [
      "Pressione o ícone ao lado do endereço desta página.",
      "Coloque Câmera e Microfone em “Permitir”.",
      "Volte e pressione “Tentar de novo”.",
    ],
    deniedBySystem:
      "Se eles já estão permitidos aqui, confira as configurações de privacidade do seu sistema.",
    "no-device": {
      title: "Câmera e microfone não encontrados",
      body: "Conecte um deles e tente de novo, ou converse por texto: para isso você não precisa de nenhum.",
    },
    busy: {
      title: "A câmera está em uso",
      body: "Outro programa ou outra aba está usando sua câmera ou seu microfone. Feche e tente de novo.",
    },
    insecure: {
      title: "Esta página não é segura",
      body: "Os navegadores só liberam a câmera para páginas abertas com https. Peça a quem cuida deste site para ativar. Por texto você já pode conversar.",
    },
    unsupported: {
      title: "Este navegador não faz chamadas de vídeo",
      body: "As versões atuais do Chrome, Edge, Firefox e Safari fazem. Se você está dentro de outro aplicativo, abra esta página no seu navegador.",
    },
    failed: {
      title: "A câmera não ligou",
      body: "Há algo errado com sua câmera ou seu microfone. Desconectar e conectar de novo costuma ajudar.",
    },
  },

  noVideo: {
    unsupported: {
      title: "Sem vídeo neste navegador",
      body: "Ele não consegue conectar sua câmera a outro navegador, ou algo desativou isso. O que você pode tentar:",
      steps: [
        "Abra esta página em uma versão atual do Chrome, Edge, Firefox ou Safari.",
        "Dentro de outro aplicativo? Escolha “Abrir no navegador” no menu dele.",
        "Se uma configuração ou extensão desativou o WebRTC, permita para este site.",
      ],
    },
    insecure: {
      title: "Esta página não é segura",
      body: "Os navegadores só liberam câmera e microfone para páginas abertas com https. O que você pode tentar:",
      steps: [
        "Abra o mesmo endereço com https na frente.",
        "Se não funcionar, peça a quem cuida deste site para ativar.",
      ],
    },
    blocked: {
      title: "As chamadas de vídeo não passam",
      body: "Este navegador ou esta rede não deixa passar chamadas de vídeo, então paramos de procurar. O que você pode tentar:",
      steps: [
        "Tente outra rede, como os dados móveis em vez deste Wi-Fi.",
        "Desligue sua VPN ou a extensão que bloqueia o WebRTC.",
        "Abra esta página em outro navegador.",
      ],
    },
    relay: {
      title: "O servidor intermediário não aceita chamadas",
      body: "Aqui as chamadas passam pelo servidor intermediário do site, e ele está recusando. Não foi nada que você fez, e já avisamos quem cuida do site. O que você pode tentar:",
      steps: [
        "Tente de novo daqui a pouco.",
        "Enquanto isso, converse por texto: não precisa desse servidor.",
      ],
    },
    again: "Tentar de novo",
    byText: "Continuar por texto",
    secure: "Abrir com https",
    copy: "Copiar o endereço",
    copied: "Copiado",
  },

  serverProblem: {
    tryNow: "Tentar agora",
    tryAgain: "Tentar de novo",
    again: "Começar de novo",
    useThisTab: "Usar esta aba",
    reload: "Recarregar",
    stop: "Parar",
    back: "Voltar",
    offline: {
      title: "Você está sem internet",
      body: "Seu aparelho está sem rede. Sua busca continua assim que ela voltar.",
    },
    unreachable: {
      title: "O servidor não responde",
      body: "Ele pode estar reiniciando. Continuamos tentando; você não precisa fazer nada.",
    },
    full: {
      title: "Estamos lotados agora",
      body: "Há mais gente aqui do que nosso servidor aguenta. Você entra automaticamente assim que houver lugar.",
    },
    busy: {
      title: "Só um momento",
      body: "O servidor precisa de um instante. Sua busca continua sozinha.",
    },
    replaced: {
      title: "Aberto em outra aba",
      body: "Você começou de novo em outra aba ou janela, então esta foi desconectada.",
    },
    version: {
      title: "Há uma nova versão",
      body: "Esta página é mais antiga que o servidor. Recarregue para continuar.",
    },
    rate_limited: {
      title: "Foi rápido demais",
      body: "O servidor desconectou você por excesso de solicitações. Espere um pouco e comece de novo.",
    },
    closed: {
      title: "O servidor encerrou a conexão",
      body: "Não sabemos exatamente por quê. Começar de novo costuma ajudar.",
    },
    notLoaded: {
      title: "Esta parte não carregou",
      body: "A rede pode ter caído por um momento. Tente de novo ou recarregue a página.",
    },
    broken: {
      title: "Algo quebrou",
      body: "Uma parte desta página parou de funcionar. Sua câmera e seu microfone estão desligados, e se havia uma conversa, ela acabou. Tente de novo ou recarregue a página.",
    },
  },

  diagnostics: { copy: "Copiar diagnóstico", copied: "Copiado" },
  reference: {
    label: "Número de referência:",
    copy: "Copiar",
    none: "Não conseguimos um número de referência do servidor. “Copiar diagnóstico” tem os detalhes.",
  },

  site: { contact: "Contato", privacy: "Privacidade" },

  banned: {
    title: "Você não pode conversar aqui agora",
    titleOver: "Você já pode conversar aqui de novo",
    body: "Quem cuida deste site bloqueou você.",
    reason: "O motivo informado:",
    until: (atMs: number) =>
      `O bloqueio vai até ${f.moment(atMs)}. Depois disso você pode começar de novo aqui.`,
    over: "O bloqueio acabou.",
    noEnd: "Não há data para terminar.",
    appeal: "Se você acha que foi um engano, escreva para quem cuida deste site.",
    reference: "Informe esta referência, por favor:",
    again: "Começar de novo",
    back: "Voltar",
  },

  consent: {
    confirm: "Tenho 18 anos ou mais e aceito as regras.",
    read: "Ler as regras",
    confirmAdult:
      "Tenho 18 anos ou mais, aceito as regras e quero conhecer adultos que talvez mostrem nudez ou sexo.",
    given: "Você confirmou que tem 18 anos ou mais e aceita as regras.",
    givenAdult:
      "Você confirmou que tem 18 anos ou mais, aceita as regras e quer conhecer adultos que talvez mostrem nudez ou sexo.",
    missing: "Por favor, confirme isto primeiro.",
    title: "As regras",
    close: "Fechar",
    intro: "Algumas regras para que aqui seja bom para todo mundo:",
    rules: [
      "Você tem 18 anos ou mais.",
      "Seja gentil: nada de assédio, ódio ou ameaças.",
      "Nada de nudez ou atos sexuais na frente de quem não pediu.",
      "Nada ilegal e nada de propaganda.",
      "Não grave imagem nem som. Você pode salvar o chat para você, mas não compartilhe o que os outros mostram, dizem ou escrevem.",
      "Não revele seu nome, seu endereço nem suas senhas.",
    ],
    outro:
      "Não gravamos nem guardamos as conversas, exceto o que alguém incluir em uma denúncia. Imagem e som vão direto de você para a outra pessoa, que pode ver seu endereço de rede se ele não estiver escondido. A outra pessoa também pode salvar o chat. Quem quebrar as regras pode ser bloqueado. Você pode pressionar Próximo ou Parar quando quiser.",
  },

  settings: {
    title: "Configurações",
    language: "Idioma",
    theme: "Aparência",
    themes: { system: "Sistema", light: "Claro", dark: "Escuro" },
    blurNudity: "Desfocar nudez",
    blurNudityHint:
      "Seu navegador verifica a imagem da outra pessoa e desfoca a nudez. Nada sai do seu aparelho. Antes ele baixa 3 MB, e pode errar.",
  },
};
