/** What may be done with a thread, and doing it. */
import { useEngine, useSession } from "@/binding/engine-context.tsx";
import { useAction } from "@/binding/use-action.ts";
import { useMay } from "@/binding/use-guild.ts";
import { MANAGE_THREADS, SEND_MESSAGES } from "@/engine/guilds/permissions.ts";
import { isArchived, isLocked } from "@/engine/guilds/threads.ts";
import type { Channel, Id } from "@/engine/wire.ts";
import { changeThread, setJoined, type ThreadChanges } from "../api.ts";

export interface ThreadActs {
  /** Lock and delete. */
  mayManage: boolean;
  /** Rename and archive, until it is archived: also whoever began it and may write, unless it is locked. */
  mayChange: boolean;
  /** Bring it back: whoever may write in it, unless it is locked. */
  mayReopen: boolean;
  isBusy: boolean;
  change(changes: ThreadChanges): void;
  join(isOn: boolean): void;
}

export function useThreadActs(guildId: Id, thread: Channel): ThreadActs {
  const { rest } = useEngine();
  const { user, learnThread } = useSession();
  const mayManage = useMay(guildId, MANAGE_THREADS, thread.id);
  const mayWrite = useMay(guildId, SEND_MESSAGES, thread.id);
  const isOpen = !isLocked(thread);
  const change = useAction({
    run: (changes: ThreadChanges) => changeThread(rest, thread.id, changes),
    done: null,
    after: learnThread,
  });
  // An event tells of it.
  const join = useAction({ run: (isOn: boolean) => setJoined(rest, thread.id, isOn), done: null });
  return {
    mayManage,
    mayChange: !isArchived(thread) && (mayManage || (isOpen && mayWrite && thread.owner_id === user.id)),
    mayReopen: mayManage || (isOpen && mayWrite),
    isBusy: change.isPending || join.isPending,
    change: change.mutate,
    join: join.mutate,
  };
}
