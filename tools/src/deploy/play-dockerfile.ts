import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { basename, delimiter, dirname, join, posix } from 'node:path';
import { copyFromContext } from './copy-from-context.js';
import { linkTree } from './link-tree.js';
import { expand, nameOf, readDockerfile, type Instruction, type Stage, type Variables } from './dockerfile.js';

/** What a stage has become so far. A path of the image lies below `root`; everything else is as in an image. */
export interface Image {
  readonly root: string;
  readonly workdir: string;
  readonly env: Variables;
  readonly args: Variables;
  readonly user: string;
  readonly ports: readonly string[];
  readonly command: readonly string[];
  readonly healthcheck: readonly string[];
}

interface Build {
  readonly dockerfile: string;
  /** The checkout; what `.dockerignore` keeps out of it is not seen. */
  readonly context: string;
  /**
   * Where the stages are played. A stage that is there already, from a build with other arguments, is used again if it
   * has none.
   */
  readonly folder: string;
  readonly args: Variables;
}

const PLATFORM_VARIABLES =
  /^(PATH|HOME|(https?|no)_proxy|NODE_EXTRA_CA_CERTS|npm_config_(cache|registry|userconfig))$/i;

/**
 * Plays a Dockerfile without a container engine: each stage in an empty folder of its own, on this machine's Node and npm.
 * What only an engine can show is not shown: the base image, its system packages, and that USER may read the files.
 */
export function playDockerfile(build: Build): Image {
  const images = new Map<string, Image>();
  for (const stage of readDockerfile(readFileSync(build.dockerfile, 'utf8'))) {
    images.set(stage.name, playStage(stage, build, images));
  }
  return [...images.values()].at(-1)!;
}

function playStage(stage: Stage, build: Build, images: ReadonlyMap<string, Image>): Image {
  const base = images.get(stage.base);
  const takesArguments = stage.instructions.some(({ name }) => name === 'ARG');
  const suffix = takesArguments ? `-${Object.values(build.args).join('-')}` : '';
  const root = join(build.folder, `${stage.name}${suffix}`);
  const isPlayed = existsSync(root);
  if (!isPlayed && base) linkTree(base.root, root);
  mkdirSync(root, { recursive: true });
  const play = (image: Image, instruction: Instruction) =>
    PLAY[instruction.name]!(image, instruction, { build, images, isPlayed });
  return stage.instructions.reduce(play, { ...(base ?? EMPTY), root });
}

const EMPTY = { workdir: '/', env: {}, args: {}, user: 'root', ports: [], command: [], healthcheck: [] };

interface Around {
  readonly build: Build;
  readonly images: ReadonlyMap<string, Image>;
  /** Its files are there; only what it says about itself is to be read. */
  readonly isPlayed: boolean;
}

/** An instruction that is not here makes the test fail, and is to be added. */
const PLAY: Readonly<Record<string, (image: Image, instruction: Instruction, around: Around) => Image>> = {
  ARG: (image, { rest }, { build }) => ({
    ...image,
    args: { ...image.args, [nameOf(rest)]: build.args[nameOf(rest)] ?? '' },
  }),
  ENV: (image, { rest }) => ({ ...image, env: { ...image.env, ...assignments(rest) } }),
  WORKDIR: (image, { rest }) => {
    const workdir = posix.resolve(image.workdir, expand(rest, image.args));
    mkdirSync(join(image.root, workdir), { recursive: true });
    return { ...image, workdir };
  },
  USER: (image, { rest }) => ({ ...image, user: rest }),
  EXPOSE: (image, { rest }) => ({ ...image, ports: rest.split(/\s+/) }),
  CMD: (image, { rest }) => ({ ...image, command: JSON.parse(rest) as string[] }),
  HEALTHCHECK: (image, { rest }) => ({ ...image, healthcheck: JSON.parse(rest.replace(/^CMD\s+/, '')) as string[] }),
  RUN: (image, { rest }, { isPlayed }) => {
    if (!isPlayed) run(image, rest);
    return image;
  },
  COPY: (image, instruction, around) => {
    if (!around.isPlayed) copy(image, instruction, around);
    return image;
  },
};

const assignments = (text: string): Variables =>
  Object.fromEntries(text.split(/\s+/).map((one) => [nameOf(one), one.slice(nameOf(one).length + 1)]));

/** What a process of the image sees: what the image says, and how this machine reaches its programs and packages. */
export function environmentOf(image: Image): NodeJS.ProcessEnv {
  const ours = Object.entries(process.env).filter(([name]) => PLATFORM_VARIABLES.test(name));
  const path = [dirname(process.execPath), process.env['PATH']].join(delimiter);
  return { ...Object.fromEntries(ours), PATH: path, ...image.env };
}

function run(image: Image, command: string): void {
  const env = { ...environmentOf(image), ...image.args };
  execFileSync('sh', ['-ec', command], { cwd: join(image.root, image.workdir), env, stdio: 'pipe' });
}

/** A folder gives its content and not itself. What ends in a slash, or is `.`, is a folder to copy into. */
function copy(image: Image, { rest, flags }: Instruction, { build, images }: Around): void {
  const paths = expand(rest, image.args).split(/\s+/);
  const target = paths.pop()!;
  const to = join(image.root, posix.resolve(image.workdir, target));
  const stage = flags['from'] === undefined ? undefined : images.get(flags['from']);
  for (const path of paths) {
    const source = join(stage?.root ?? build.context, path);
    const isFolder = statSync(source).isDirectory();
    const exact = !isFolder && /(^|\/)\.?$/.test(target) ? join(to, basename(path)) : to;
    if (stage) linkTree(source, exact);
    else copyFromContext(build.context, path, exact);
  }
}
