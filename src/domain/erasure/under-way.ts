import type { Logger } from 'pino';
import type { UnavailableError } from '../../core/errors.ts';
import { outsideRequestScope } from '../../core/request/scope.ts';
import { untilOver } from '../../core/request/shared.ts';
import type { ErasureReceipt } from './receipt.ts';

type Erasure = { readonly receipt: Promise<ErasureReceipt>; isReported: boolean };

type Work = {
  readonly userId: bigint;
  readonly erase: () => Promise<ErasureReceipt>;
  /** For a request that ends before the erasure. */
  readonly refusal: () => UnavailableError;
};

/** The erasures that run in this process. Each goes on after its request is over; the log then says how it ended. */
type ErasuresUnderWay = {
  /** Begins one, or waits for the one of the same user. @throws what it throws, and the refusal */
  readonly join: (work: Work) => Promise<ErasureReceipt>;
  /** To be called when the process stops, which ends them. */
  readonly logAll: () => void;
};

declare module '../../core/app.ts' {
  interface App {
    readonly erasures: ErasuresUnderWay;
  }
}

export function erasuresUnderWay(log: Logger): ErasuresUnderWay {
  const underWay = new Map<bigint, Erasure>();

  function begin({ userId, erase }: Work): Erasure {
    const receipt = outsideRequestScope(erase).finally(() => underWay.delete(userId));
    const begun = { receipt, isReported: false };
    underWay.set(userId, begun);
    return begun;
  }

  /** Nobody else may hear of it. */
  function logEnd(userId: bigint, erasure: Erasure): void {
    if (erasure.isReported) return;
    erasure.isReported = true;
    const user = String(userId);
    erasure.receipt.then(
      () => log.info({ user }, 'a user was erased after the request had ended'),
      (err: unknown) =>
        log.error({ err, user }, 'an erasure failed after its request had ended; repeat it'),
    );
  }

  return {
    join: (work) => {
      const { userId, refusal } = work;
      const erasure = underWay.get(userId) ?? begin(work);
      return untilOver(erasure.receipt, () => {
        logEnd(userId, erasure);
        return refusal();
      });
    },
    logAll: () => {
      if (underWay.size === 0) return;
      const users = [...underWay.keys()].map(String);
      log.warn(
        { users },
        'the process stops while users are erased; what is not committed by then is undone',
      );
      for (const [userId, erasure] of underWay) logEnd(userId, erasure);
    },
  };
}
