/** Which address shows which screen. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  parseSearchWith,
  type RouterHistory,
  redirect,
  stringifySearchWith,
} from "@tanstack/react-router";
import * as v from "valibot";
import { CrashScreen } from "./screens/crash-screen.tsx";
import { NotFoundScreen } from "./screens/not-found-screen.tsx";
import { channelSearch, friendsSearch, nextSearch, rolesSearch } from "./search.ts";

// The ways in do not wait for the code of the main screens, nor these for theirs.
const SetupScreen = lazyRouteComponent(() => import("./screens/setup-screen.tsx"), "SetupScreen");
const LoginScreen = lazyRouteComponent(() => import("./screens/login-screen.tsx"), "LoginScreen");
const RegisterScreen = lazyRouteComponent(() => import("./screens/register-screen.tsx"), "RegisterScreen");
const InviteScreen = lazyRouteComponent(() => import("./screens/invite-screen.tsx"), "InviteScreen");
const MainLayout = lazyRouteComponent(() => import("./screens/main-layout.tsx"), "MainLayout");
const HomeScreen = lazyRouteComponent(() => import("./screens/home-screen.tsx"), "HomeScreen");
const FriendsScreen = lazyRouteComponent(() => import("./screens/friends-screen.tsx"), "FriendsScreen");
const GuildScreen = lazyRouteComponent(() => import("./screens/guild-screen.tsx"), "GuildScreen");
const ChannelScreen = lazyRouteComponent(() => import("./screens/channel-screen.tsx"), "ChannelScreen");

const SettingsLayout = lazyRouteComponent(() => import("./screens/settings-layout.tsx"), "SettingsLayout");
const SettingsScreen = lazyRouteComponent(() => import("./screens/settings-screen.tsx"), "SettingsScreen");
const GuildSettingsScreen = lazyRouteComponent(
  () => import("./screens/guild-settings-screen.tsx"),
  "GuildSettingsScreen",
);
const ChannelSettingsScreen = lazyRouteComponent(
  () => import("./screens/channel-settings-screen.tsx"),
  "ChannelSettingsScreen",
);

const root = createRootRoute({ errorComponent: CrashScreen });
const setup = createRoute({ getParentRoute: () => root, path: "/setup", component: SetupScreen });
const login = createRoute({
  getParentRoute: () => root,
  path: "/login",
  component: LoginScreen,
  validateSearch: (search) => v.parse(nextSearch, search),
});
const register = createRoute({ getParentRoute: () => root, path: "/register", component: RegisterScreen });
const invite = createRoute({ getParentRoute: () => root, path: "/invite/$code", component: InviteScreen });
const main = createRoute({ getParentRoute: () => root, id: "main", component: MainLayout });
const home = createRoute({ getParentRoute: () => main, path: "/", component: HomeScreen });
const friends = createRoute({
  getParentRoute: () => main,
  path: "/friends",
  component: FriendsScreen,
  validateSearch: (search) => v.parse(friendsSearch, search),
});
const guild = createRoute({ getParentRoute: () => main, path: "/channels/$guildId", component: GuildScreen });
const channel = createRoute({
  getParentRoute: () => main,
  path: "/channels/$guildId/$channelId",
  component: ChannelScreen,
  validateSearch: (search) => v.parse(channelSearch, search),
});
/** A message is shared by this address; what is shown is its channel. */
const message = createRoute({
  getParentRoute: () => main,
  path: "/channels/$guildId/$channelId/$messageId",
  beforeLoad: ({ params: { guildId, channelId, messageId } }) => {
    throw redirect({
      to: "/channels/$guildId/$channelId",
      params: { guildId, channelId },
      search: { message: messageId },
      replace: true,
    });
  },
});
const settings = createRoute({ getParentRoute: () => root, id: "settings", component: SettingsLayout });
const ownIndex = createRoute({
  getParentRoute: () => settings,
  path: "/settings",
  component: SettingsScreen,
});
const ownPage = createRoute({
  getParentRoute: () => settings,
  path: "/settings/$page",
  component: SettingsScreen,
});
const guildIndex = createRoute({
  getParentRoute: () => settings,
  path: "/guilds/$guildId",
  component: GuildSettingsScreen,
});
const guildPage = createRoute({
  getParentRoute: () => settings,
  path: "/guilds/$guildId/$page",
  component: GuildSettingsScreen,
  validateSearch: (search) => v.parse(rolesSearch, search),
});
const channelIndex = createRoute({
  getParentRoute: () => settings,
  path: "/guilds/$guildId/channels/$channelId",
  component: ChannelSettingsScreen,
});
const channelPage = createRoute({
  getParentRoute: () => settings,
  path: "/guilds/$guildId/channels/$channelId/$page",
  component: ChannelSettingsScreen,
});

const tree = root.addChildren([
  setup,
  login,
  register,
  invite,
  main.addChildren([home, friends, guild, channel, message]),
  settings.addChildren([ownIndex, ownPage, guildIndex, guildPage, channelIndex, channelPage]),
]);

export function createAppRouter(history?: RouterHistory) {
  return createRouter({
    routeTree: tree,
    defaultErrorComponent: CrashScreen,
    defaultNotFoundComponent: NotFoundScreen,
    parseSearch: parseSearchWith(readSearchValue),
    stringifySearch: stringifySearchWith(JSON.stringify),
    // As it stands in the addresses of conversations.
    pathParamsAllowedCharacters: ["@"],
    ...(history ? { history } : {}),
  });
}

/** A word is a word, so that `?message=` takes an id as it is; only flags are more. */
function readSearchValue(value: string): unknown {
  return value === "true" || value === "false" ? value === "true" : value;
}

export type AppRouter = ReturnType<typeof createAppRouter>;

declare module "@tanstack/react-router" {
  interface Register {
    router: AppRouter;
  }
}
