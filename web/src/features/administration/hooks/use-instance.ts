/** The instance as the server tells of it: the reader's rank there, settings, accounts, the log. */
import { useInfiniteQuery, useMutation, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useEngine, useSession } from "@/binding/engine-context.tsx";
import { useAction } from "@/binding/use-action.ts";
import { shownName } from "@/engine/friends.ts";
import type { Id, InstanceRole, InstanceSettings } from "@/engine/wire.ts";
import {
  changeSettings,
  changeUser,
  endUser,
  LOG_A_PAGE,
  listUsers,
  readLog,
  readMe,
  readSettings,
  readUser,
  USERS_A_PAGE,
  type UserChange,
} from "../api.ts";

const USERS = ["instance-users"];
const SETTINGS = ["instance-settings"];
const LOG = ["instance-log"];

/** Nobody has a say until the server has answered. */
export function useInstanceRole(): InstanceRole {
  const { rest } = useEngine();
  const { user } = useSession();
  const me = useQuery({ queryKey: ["me", user.id], queryFn: () => readMe(rest), retry: false });
  return me.data?.instance_role ?? "user";
}

export function useInstanceSettings() {
  const { rest } = useEngine();
  return useQuery({ queryKey: SETTINGS, queryFn: () => readSettings(rest), staleTime: 0, retry: false });
}

export function useChangeSettings() {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const queries = useQueryClient();
  return useAction<InstanceSettings, Partial<InstanceSettings>>({
    run: (change) => changeSettings(rest, change),
    done: t("settings.saved"),
    after: (settings) => queries.setQueryData(SETTINGS, settings),
  });
}

export function useUsers(name: string) {
  const { rest } = useEngine();
  return useInfiniteQuery({
    queryKey: [...USERS, name],
    queryFn: ({ pageParam }) => listUsers(rest, name, pageParam),
    initialPageParam: null as Id | null,
    getNextPageParam: (page) => (page.length < USERS_A_PAGE ? null : (page.at(-1)?.user.id ?? null)),
    staleTime: 0,
    retry: false,
  });
}

/** What becomes of an account is read anew, wherever it is listed. */
export function useChangeUser(userId: Id) {
  const { rest } = useEngine();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: UserChange) => changeUser(rest, userId, change),
    onSuccess: () => queries.invalidateQueries({ queryKey: USERS }),
  });
}

export function useEndUser(userId: Id) {
  const { rest } = useEngine();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => endUser(rest, userId),
    onSuccess: () => queries.invalidateQueries({ queryKey: USERS }),
  });
}

export function useInstanceLog() {
  const { rest } = useEngine();
  return useInfiniteQuery({
    queryKey: LOG,
    queryFn: ({ pageParam }) => readLog(rest, pageParam),
    initialPageParam: null as Id | null,
    getNextPageParam: (page) => (page.length < LOG_A_PAGE ? null : (page.at(-1)?.id ?? null)),
    gcTime: 0,
    staleTime: 0,
    retry: false,
  });
}

/** What users are called; an id until that is known. */
export function useUserNames(ids: readonly Id[]): (id: Id) => string {
  const { rest } = useEngine();
  const wanted = [...new Set(ids)];
  const found = useQueries({
    queries: wanted.map((id) => ({
      queryKey: ["user", id],
      queryFn: () => readUser(rest, id),
      retry: false,
    })),
  });
  const names = new Map(found.flatMap(({ data }) => (data ? [[data.id, shownName(data)]] : [])));
  return (id) => names.get(id) ?? id;
}
