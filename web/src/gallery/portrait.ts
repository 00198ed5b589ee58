import {
  blurred,
  type Draw,
  line,
  linear,
  oval,
  type Point,
  seeded,
  shape,
  strands,
} from "./brush";

/** Colours and shapes of an invented person. */
export interface Person {
  readonly wall: readonly [near: string, far: string];
  readonly lamp: string;
  readonly skin: readonly [light: string, middle: string, dark: string];
  readonly hair: readonly [light: string, dark: string];
  readonly shirt: readonly [light: string, dark: string];
  readonly eyes: string;
  readonly lips: string;
  readonly hairstyle: "long" | "short";
  readonly beard: boolean;
}

/** Draws the person in front of a camera, at 1280 x 800, the same every time. */
export function drawPortrait(draw: Draw, person: Person): void {
  const random = seeded(7);
  room(draw, person, random);
  draw.save();
  draw.translate(640, 0);
  if (person.hairstyle === "long") backHair(draw, person, random);
  shoulders(draw, person);
  neck(draw, person);
  ears(draw, person);
  face(draw, person);
  if (person.beard) beard(draw, person, random);
  features(draw, person);
  frontHair(draw, person, random);
  draw.restore();
  vignette(draw);
}

/** A wall, a shelf and a lamp, out of focus. */
function room(draw: Draw, { wall, lamp }: Person, random: () => number): void {
  draw.fillStyle = linear(draw, [0, 0], [1280, 800], wall);
  draw.fillRect(0, 0, 1280, 800);
  const box = (colour: string, ...at: readonly [number, number, number, number]) =>
    blurred(draw, 22, at, () => {
      draw.fillStyle = colour;
      draw.fillRect(...at);
    });
  box("rgb(0 0 0 / 0.22)", 860, 250, 460, 26);
  for (let x = 880; x < 1280; x += 34 + random() * 22) {
    const high = 90 + random() * 80;
    const colour = `hsl(${Math.floor(random() * 360)} 32% ${34 + random() * 26}%)`;
    box(colour, x, 250 - high, 24, high);
  }
  box("rgb(255 255 255 / 0.1)", 90, 60, 240, 330);
  const glow = draw.createRadialGradient(210, 190, 10, 210, 190, 420);
  glow.addColorStop(0, lamp);
  glow.addColorStop(1, "transparent");
  draw.fillStyle = glow;
  draw.fillRect(0, 0, 1280, 800);
}

function shoulders(draw: Draw, { shirt }: Person): void {
  draw.fillStyle = linear(draw, [-300, 560], [320, 800], shirt);
  shape(
    draw,
    [-390, 810],
    [
      [-370, 660, -250, 630, -110, 600],
      [-60, 640, 60, 640, 110, 600],
      [250, 630, 370, 660, 390, 810],
    ],
  );
  draw.save();
  draw.clip();
  draw.filter = "blur(14px)";
  draw.fillStyle = "rgb(0 0 0 / 0.28)";
  shape(draw, [-150, 585], [[-60, 700, 70, 700, 150, 585]]);
  draw.strokeStyle = "rgb(0 0 0 / 0.2)";
  draw.lineWidth = 10;
  for (const side of [-1, 1]) {
    draw.beginPath();
    draw.moveTo(side * 225, 660);
    draw.quadraticCurveTo(side * 200, 730, side * 235, 810);
    draw.stroke();
  }
  draw.restore();
}

function neck(draw: Draw, { skin }: Person): void {
  draw.fillStyle = linear(draw, [-60, 0], [80, 0], [skin[1], skin[2]]);
  shape(
    draw,
    [-66, 500],
    [
      [-62, 570, -74, 600, -118, 612],
      [-50, 680, 50, 680, 118, 612],
      [74, 600, 62, 570, 66, 500],
    ],
  );
  draw.save();
  draw.clip();
  draw.filter = "blur(16px)";
  draw.fillStyle = "rgb(40 10 0 / 0.42)";
  oval(draw, [10, 520], 92, 62);
  draw.restore();
}

function ears(draw: Draw, { skin }: Person): void {
  for (const side of [-1, 1]) {
    draw.fillStyle = side < 0 ? skin[1] : skin[2];
    oval(draw, [side * 122, 392], 16, 36);
    draw.fillStyle = "rgb(60 20 10 / 0.25)";
    oval(draw, [side * 123, 394], 8, 22);
  }
}

/** Lit from the upper left. */
function face(draw: Draw, { skin, lips }: Person): void {
  const light = draw.createRadialGradient(-42, 330, 20, 0, 390, 235);
  light.addColorStop(0, skin[0]);
  light.addColorStop(0.55, skin[1]);
  light.addColorStop(1, skin[2]);
  draw.fillStyle = light;
  faceOutline(draw);
  draw.save();
  draw.clip();
  draw.filter = "blur(18px)";
  draw.globalAlpha = 0.2;
  draw.fillStyle = lips;
  for (const side of [-1, 1]) oval(draw, [side * 74, 440], 34, 24);
  draw.globalAlpha = 1;
  draw.fillStyle = "rgb(60 20 5 / 0.3)";
  oval(draw, [118, 430], 34, 120);
  oval(draw, [0, 566], 70, 26);
  draw.fillStyle = "rgb(60 20 5 / 0.24)";
  for (const side of [-1, 1]) oval(draw, [side * 50, 372], 30, 15);
  draw.restore();
}

function faceOutline(draw: Draw): void {
  shape(
    draw,
    [-122, 370],
    [
      [-128, 250, -70, 214, 0, 214],
      [70, 214, 128, 250, 122, 370],
      [120, 440, 102, 486, 70, 524],
      [42, 556, 22, 562, 0, 562],
      [-22, 562, -42, 556, -70, 524],
      [-102, 486, -120, 440, -122, 370],
    ],
  );
}

function features(draw: Draw, person: Person): void {
  for (const side of [-1, 1]) eye(draw, person, side);
  nose(draw, person);
  mouth(draw, person);
}

function eye(draw: Draw, { eyes, hair, skin }: Person, side: number): void {
  draw.save();
  draw.translate(side * 50, 376);
  const lids = () =>
    shape(
      draw,
      [-27, 3],
      [
        [-16, -14, 14, -15, 27, 2],
        [14, 13, -14, 13, -27, 3],
      ],
    );
  draw.fillStyle = "#f4efe9";
  lids();
  draw.save();
  draw.clip();
  draw.fillStyle = eyes;
  oval(draw, [1, 0], 13, 13);
  draw.fillStyle = "rgb(0 0 0 / 0.35)";
  oval(draw, [1, -9], 26, 8);
  draw.fillStyle = "#14100e";
  oval(draw, [1, 0], 6, 6);
  draw.fillStyle = "#fff";
  oval(draw, [-4, -4], 3, 3);
  draw.restore();
  line(draw, "#2a1a14", 3.4, [-28, 4], [-16, -15, 14, -16, 28, 2]);
  line(draw, skin[2], 2, [-24, 6], [-12, 15, 14, 14, 25, 4]);
  line(draw, "rgb(70 30 15 / 0.45)", 2, [-24, -12], [-12, -22, 14, -22, 26, -8]);
  draw.lineCap = "round";
  line(draw, hair[1], 8, [side * -24, -30], [side * -4, -42, side * 18, -40, side * 33, -26]);
  draw.restore();
}

function nose(draw: Draw, { skin }: Person): void {
  blurred(draw, 7, [-13, 366, 47, 100], () => {
    draw.fillStyle = "rgb(70 25 10 / 0.34)";
    shape(
      draw,
      [12, 372],
      [
        [18, 410, 34, 440, 26, 458],
        [16, 466, 6, 462, 8, 440],
        [8, 420, 4, 396, 12, 372],
      ],
    );
    draw.fillStyle = skin[0];
    oval(draw, [-4, 438], 9, 12);
    oval(draw, [-5, 396], 5, 30);
  });
  for (const side of [-1, 1])
    line(
      draw,
      "rgb(60 20 10 / 0.6)",
      3.4,
      [side * 8, 461],
      [side * 13, 455, side * 20, 455, side * 23, 459],
    );
  line(draw, "rgb(70 25 10 / 0.35)", 3, [-28, 456], [-30, 446, -26, 438, -22, 434]);
  line(draw, "rgb(70 25 10 / 0.45)", 3, [29, 456], [31, 446, 27, 438, 23, 434]);
}

/** A smile that shows a little of the teeth. */
function mouth(draw: Draw, { lips, skin }: Person): void {
  draw.fillStyle = "#5a1f1c";
  const open = () =>
    shape(
      draw,
      [-43, 496],
      [
        [-22, 500, 22, 500, 43, 496],
        [26, 522, -26, 522, -43, 496],
      ],
    );
  open();
  draw.save();
  draw.clip();
  draw.fillStyle = "#f6f1ea";
  shape(
    draw,
    [-38, 494],
    [
      [-20, 499, 20, 499, 38, 494],
      [22, 512, -22, 512, -38, 494],
    ],
  );
  draw.restore();
  draw.fillStyle = lips;
  shape(
    draw,
    [-46, 495],
    [
      [-26, 488, -10, 484, 0, 488],
      [10, 484, 26, 488, 46, 495],
      [24, 501, -24, 501, -46, 495],
    ],
  );
  shape(
    draw,
    [-43, 497],
    [
      [-26, 514, 26, 514, 43, 497],
      [28, 529, -28, 529, -43, 497],
    ],
  );
  blurred(draw, 4, [-24, 516, 48, 23], () => {
    draw.fillStyle = "rgb(255 255 255 / 0.26)";
    oval(draw, [-6, 519], 15, 3);
    draw.fillStyle = "rgb(60 20 10 / 0.22)";
    oval(draw, [0, 536], 24, 3);
  });
  for (const side of [-1, 1]) {
    line(draw, skin[2], 2.4, [side * 52, 478], [side * 60, 488, side * 60, 498, side * 55, 506]);
  }
}

function beard(draw: Draw, { hair }: Person, random: () => number): void {
  draw.save();
  faceOutline(draw);
  draw.clip();
  draw.lineCap = "round";
  for (let n = 0; n < 2600; n += 1) {
    const angle = Math.PI * (0.02 + 0.96 * random());
    const far = 0.74 + random() * 0.3;
    const [x, y] = [Math.cos(angle) * 122 * far, 428 + Math.sin(angle) * 136 * far];
    const isLip = Math.abs(x) < 50 && y > 484 && y < 532;
    if (isLip) continue;
    draw.strokeStyle = random() < 0.3 ? hair[0] : hair[1];
    draw.globalAlpha = 0.32;
    draw.lineWidth = 1.5;
    draw.beginPath();
    draw.moveTo(x, y);
    draw.lineTo(x + x / 26, y + 6 + random() * 5);
    draw.stroke();
  }
  for (let n = 0; n < 420; n += 1) {
    const x = (random() - 0.5) * 92;
    draw.strokeStyle = hair[1];
    draw.globalAlpha = 0.34;
    draw.lineWidth = 1.5;
    draw.beginPath();
    draw.moveTo(x, 472 + random() * 9 + Math.abs(x) / 7);
    draw.lineTo(x + x / 8, 484 + Math.abs(x) / 7);
    draw.stroke();
  }
  draw.restore();
}

function backHair(draw: Draw, { hair }: Person, random: () => number): void {
  draw.fillStyle = linear(draw, [-160, 200], [180, 640], hair);
  shape(
    draw,
    [-140, 330],
    [
      [-190, 480, -210, 600, -176, 676],
      [-110, 700, 110, 700, 176, 676],
      [210, 600, 190, 480, 140, 330],
    ],
  );
  strands(draw, hair, random, 260, (t) => {
    const side = t < 0.5 ? -1 : 1;
    const spread = 96 + random() * 92;
    return [
      [side * (90 + random() * 40), 300],
      [side * spread, 440, side * (spread + 20), 560, side * (spread - 10), 660 + random() * 24],
    ];
  });
}

function frontHair(draw: Draw, person: Person, random: () => number): void {
  const { hair, hairstyle } = person;
  draw.fillStyle = linear(draw, [-120, 150], [140, 380], hair);
  if (hairstyle === "long") {
    shape(
      draw,
      [-134, 430],
      [
        [-170, 250, -110, 150, 6, 152],
        [120, 150, 172, 250, 136, 430],
        [128, 380, 124, 330, 96, 286],
        [50, 274, 0, 262, -34, 238],
        [-70, 280, -116, 310, -134, 430],
      ],
    );
    strands(draw, hair, random, 340, (t) => {
      const start: Point = [-34 + random() * 30, 164 + random() * 70];
      const side = t < 0.4 ? -1 : 1;
      return [
        start,
        [
          side * 96,
          180 + random() * 90,
          side * (118 + random() * 20),
          290,
          side * (126 + random() * 12),
          400 + random() * 36,
        ],
      ];
    });
    return;
  }
  shape(
    draw,
    [-130, 372],
    [
      [-150, 240, -104, 158, 0, 160],
      [108, 158, 150, 240, 130, 372],
      [124, 330, 118, 300, 92, 276],
      [40, 262, -30, 286, -84, 268],
      [-112, 296, -122, 330, -130, 372],
    ],
  );
  strands(draw, hair, random, 360, () => {
    const x = (random() - 0.5) * 236;
    return [
      [x * 0.8, 186 + (Math.abs(x) / 118) ** 2 * 70],
      [x * 0.95 + 10, 200, x + 24, 240, x * 0.9 + 14, 262 + (Math.abs(x) / 118) ** 3 * 70],
    ];
  });
}

/** The corners of a webcam's picture are dark. */
function vignette(draw: Draw): void {
  const dark = draw.createRadialGradient(640, 380, 360, 640, 400, 860);
  dark.addColorStop(0, "transparent");
  dark.addColorStop(1, "rgb(0 0 0 / 0.5)");
  draw.fillStyle = dark;
  draw.fillRect(0, 0, 1280, 800);
}
