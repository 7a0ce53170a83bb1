interface Open<Q, A> {
  readonly question: Q;
  readonly resolve: (answer: A) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Answers what is asked in one turn of the event loop together: for mails that were read together, with one query. Where several
 * cannot be answered together, each is answered alone, so that a question that is one mail's trouble stays that mail's.
 */
export class Together<Q, A> {
  private open: Open<Q, A>[] = [];

  /** `answers`: one for each question, in their order. */
  constructor(private readonly answers: (questions: readonly Q[]) => Promise<readonly A[]>) {}

  ask(question: Q): Promise<A> {
    return new Promise((resolve, reject) => {
      if (this.open.push({ question, resolve, reject }) > 1) return;
      setImmediate(() => void this.answer(this.open.splice(0)));
    });
  }

  private async answer(asked: readonly Open<Q, A>[]): Promise<void> {
    try {
      const answers = await this.answers(asked.map(({ question }) => question));
      asked.forEach(({ resolve }, at) => resolve(answers[at]!));
    } catch (error) {
      if (asked.length === 1) return asked[0]!.reject(error);
      for (const one of asked) await this.answer([one]);
    }
  }
}
