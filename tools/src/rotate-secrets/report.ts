interface Ring {
  readonly ring: string;
  /** The id of the key that seals. */
  readonly current: string;
}

/** What a rotation answers. */
export interface Rotation {
  readonly rings: readonly (Ring & {
    readonly resealed: number;
    readonly alreadyNewest: number;
    readonly unopenable: number;
  })[];
}

/** Which keys secrets are sealed with. */
export interface KeysInUse {
  readonly rings: readonly (Ring & {
    readonly keys: readonly { readonly id: string; readonly secrets: number; readonly isKnown: boolean }[];
  })[];
}

export const linesOfRotation = ({ rings }: Rotation): string[] =>
  rings.map(
    ({ ring, current, resealed, alreadyNewest, unopenable }) =>
      `${ring}: ${resealed} sealed anew with ${current}, ${alreadyNewest} were already, ${unopenable} cannot be opened`,
  );

/** An operator drops a key by what stands here. */
export const linesOfKeys = ({ rings }: KeysInUse): string[] =>
  rings.map(({ ring, current, keys }) => {
    const others = keys.filter(({ id }) => id !== current);
    if (others.length === 0) return `${ring}: every key but ${current} can be dropped once the readers have it too`;
    return `${ring}: still needed: ${others.map(needed).join(', ')}`;
  });

const needed = ({ id, secrets, isKnown }: KeysInUse['rings'][number]['keys'][number]): string =>
  `${id} (${secrets})${isKnown ? '' : ', which the ring does not have'}`;

export const unopenableIn = ({ rings }: Rotation): number => rings.reduce((sum, { unopenable }) => sum + unopenable, 0);
