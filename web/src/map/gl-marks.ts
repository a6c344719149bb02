// Draws marks with WebGL2: a point sprite for each, cut from one picture of all
// shapes and fills, so that they look as on the canvas.

import type { Columns } from '../data/columns';
import type { Mark } from './palette';
import type { Scene } from './scene';
import { FILLS, filledSide, fillOf, type Painter, sideOf, stampOf } from './stamps';

const MOST_LOOKS = 8; // there are as many shapes and colours, and fewer

// A point is only as large as its mark: in software every pixel of it takes time.
const VERTEX = `#version 300 es
layout(location = 0) in vec2 at;
layout(location = 1) in float stamp;
uniform vec2 canvas;
uniform float ratio;
uniform float side;
uniform float filled[${MOST_LOOKS}];
flat out vec2 corner;
flat out float size;
void main() {
  size = filled[int(stamp) / ${FILLS.length}];
  // On whole pixels, so that each pixel of the picture is one of the canvas.
  vec2 pixel = floor(at * ratio) + 0.5 * mod(size, 2.0);
  vec2 place = 2.0 * pixel / canvas - 1.0;
  gl_Position = vec4(place.x, -place.y, 0.0, 1.0);
  gl_PointSize = size;
  corner = vec2(stamp * side, 0.0) + 0.5 * (side - size);
}`;

const FRAGMENT = `#version 300 es
precision highp float;
uniform sampler2D stamps;
flat in vec2 corner;
flat in float size;
out vec4 color;
void main() {
  color = texelFetch(stamps, ivec2(corner + gl_PointCoord * size), 0);
}`;

interface Program {
  readonly program: WebGLProgram;
  readonly places: WebGLBuffer;
  readonly stamps: WebGLBuffer;
  readonly canvas: WebGLUniformLocation | null;
  readonly ratio: WebGLUniformLocation | null;
  readonly side: WebGLUniformLocation | null;
  readonly filled: WebGLUniformLocation | null;
}

/** What becomes of a context: a driver that is set anew takes it away, and may give it back. */
export interface ContextEvents {
  lost(): void;
  restored(): void;
}

/** Null where there is no WebGL, or only one in software. */
export function glMarksOf(canvas: HTMLCanvasElement, context: ContextEvents): GlMarks | null {
  try {
    return new GlMarks(canvas, context);
  } catch {
    return null;
  }
}

export class GlMarks {
  private readonly gl: WebGL2RenderingContext;
  private linked: WebGLProgram | null;
  private program: Program | null = null;
  private atlas = ''; // what the picture of the stamps was made for
  private places = new Float32Array();
  private stamps = new Uint8Array();
  private lookOf: readonly number[] = []; // of each kind, among the looks that differ

  /** Throws where there is no WebGL2 or no graphics card for it. */
  constructor(
    private readonly canvas: HTMLCanvasElement,
    context: ContextEvents,
  ) {
    const gl = canvas.getContext('webgl2', {
      antialias: false,
      depth: false,
      premultipliedAlpha: true,
    });
    if (!gl) throw new Error('no WebGL2');
    if (isSoftware(gl)) {
      gl.getExtension('WEBGL_lose_context')?.loseContext(); // its memory is of use elsewhere
      throw new Error('no graphics card');
    }
    this.gl = gl;
    this.linked = link(gl);
    // To ask for it is to wait for it: that is done while the page has nothing else to do.
    globalThis.requestIdleCallback?.(() => this.ready());
    canvas.addEventListener('webglcontextlost', (event) => {
      event.preventDefault(); // it may come back
      this.linked = this.program = null;
      context.lost();
    });
    canvas.addEventListener('webglcontextrestored', () => {
      this.linked = link(gl);
      this.atlas = '';
      context.restored();
    });
  }

  /** Draws a scene's marks over the whole canvas; nothing while the context is lost. */
  draw(
    scene: Scene,
    columns: Columns,
    painter: Painter,
    size: { width: number; height: number },
  ): void {
    const { gl } = this;
    const program = this.ready();
    if (!program || gl.isContextLost()) return;
    const width = Math.round(size.width * painter.ratio);
    const height = Math.round(size.height * painter.ratio);
    gl.viewport(0, this.canvas.height - height, width, height);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    const { marks } = scene;
    if (marks.count === 0) return;
    gl.useProgram(program.program);
    this.draft(scene.size, painter, program);
    this.fill(scene, columns, program);
    gl.uniform2f(program.canvas, width, height);
    gl.uniform1f(program.ratio, painter.ratio);
    gl.uniform1f(program.side, Math.ceil(sideOf(scene.size) * painter.ratio));
    gl.drawArrays(gl.POINTS, 0, marks.count);
  }

  private ready(): Program | null {
    if (this.linked && !this.program && !this.gl.isContextLost())
      this.program = build(this.gl, this.linked);
    return this.program;
  }

  private fill({ marks }: Scene, columns: Columns, program: Program): void {
    const { gl } = this;
    const n = marks.count;
    if (this.stamps.length < n) {
      this.places = new Float32Array(2 * Math.ceil(n * 1.2));
      this.stamps = new Uint8Array(Math.ceil(n * 1.2));
    }
    const { places, stamps, lookOf } = this;
    const other = lookOf.at(-1) ?? 0;
    for (let i = 0; i < n; i++) {
      places[2 * i] = marks.x[i] as number;
      places[2 * i + 1] = marks.y[i] as number;
      const row = marks.row[i] as number;
      const look = lookOf[columns.kind[row] as number] ?? other;
      stamps[i] = look * FILLS.length + fillOf(columns, row);
    }
    gl.bindBuffer(gl.ARRAY_BUFFER, program.places);
    gl.bufferData(gl.ARRAY_BUFFER, places.subarray(0, 2 * n), gl.STREAM_DRAW);
    gl.bindBuffer(gl.ARRAY_BUFFER, program.stamps);
    gl.bufferData(gl.ARRAY_BUFFER, stamps.subarray(0, n), gl.STREAM_DRAW);
  }

  // Makes the picture of all stamps anew where they look different now.
  private draft(radius: number, painter: Painter, program: Program): void {
    const { marks, theme, ratio } = painter;
    const names = marks.map(({ color, shape }) => color + shape);
    const key = [radius, theme.paper, ratio, ...names].join();
    if (key === this.atlas) return;
    this.atlas = key;
    const { gl } = this;
    const looks = [...new Set(names)]; // kinds beyond the palette look alike
    this.lookOf = names.map((name) => looks.indexOf(name));
    const side = Math.ceil(sideOf(radius) * ratio);
    const across = Math.max(1, looks.length) * FILLS.length;
    const canvas = document.createElement('canvas');
    canvas.width = side * across;
    canvas.height = side;
    const ctx = canvas.getContext('2d');
    looks.forEach((look, i) => {
      const mark = marks[names.indexOf(look)] as Mark;
      FILLS.forEach((fill, j) => {
        const stamp = stampOf(mark, fill, radius, painter);
        ctx?.drawImage(stamp, (i * FILLS.length + j) * side, 0, side, side);
      });
    });
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, true);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, canvas);
    const filled = looks.map((look) =>
      filledSide(marks[names.indexOf(look)] as Mark, radius, ratio),
    );
    gl.uniform1fv(program.filled, filled);
  }
}

// Who draws WebGL in software. The flag `failIfMajorPerformanceCaveat` asks for the same,
// but Chromium heeds it only where the software was not asked for by name.
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;

function isSoftware(gl: WebGL2RenderingContext): boolean {
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  return info !== null && SOFTWARE.test(String(gl.getParameter(info.UNMASKED_RENDERER_WEBGL)));
}

function link(gl: WebGL2RenderingContext): WebGLProgram {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT],
  ] as const) {
    const shader = gl.createShader(type);
    if (!shader) throw new Error('no shader');
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  return program;
}

function build(gl: WebGL2RenderingContext, program: WebGLProgram): Program {
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) {
    throw new Error(gl.getProgramInfoLog(program) ?? 'the shaders do not link');
  }
  gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
  for (const [name, value] of [
    [gl.TEXTURE_MIN_FILTER, gl.NEAREST],
    [gl.TEXTURE_MAG_FILTER, gl.NEAREST],
    [gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE],
    [gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE],
  ] as const) {
    gl.texParameteri(gl.TEXTURE_2D, name, value);
  }
  gl.enable(gl.BLEND);
  gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  return {
    program,
    places: attribute(gl, 0, 2, gl.FLOAT),
    stamps: attribute(gl, 1, 1, gl.UNSIGNED_BYTE),
    canvas: gl.getUniformLocation(program, 'canvas'),
    ratio: gl.getUniformLocation(program, 'ratio'),
    side: gl.getUniformLocation(program, 'side'),
    filled: gl.getUniformLocation(program, 'filled'),
  };
}

function attribute(
  gl: WebGL2RenderingContext,
  at: number,
  size: number,
  type: number,
): WebGLBuffer {
  const buffer = gl.createBuffer();
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
  gl.enableVertexAttribArray(at);
  gl.vertexAttribPointer(at, size, type, false, 0, 0);
  return buffer;
}
