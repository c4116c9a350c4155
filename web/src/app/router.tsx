/** Which address shows which screen. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouterHistory,
} from "@tanstack/react-router";
import * as v from "valibot";
import { CrashScreen } from "./screens/crash-screen.tsx";
import { InviteScreen } from "./screens/invite-screen.tsx";
import { LoginScreen } from "./screens/login-screen.tsx";
import { NotFoundScreen } from "./screens/not-found-screen.tsx";
import { RegisterScreen } from "./screens/register-screen.tsx";
import { SetupScreen } from "./screens/setup-screen.tsx";

// The ways in do not wait for the code of the main screens.
const MainLayout = lazyRouteComponent(() => import("./screens/main-layout.tsx"), "MainLayout");
const HomeScreen = lazyRouteComponent(() => import("./screens/home-screen.tsx"), "HomeScreen");
const GuildScreen = lazyRouteComponent(() => import("./screens/guild-screen.tsx"), "GuildScreen");
const ChannelScreen = lazyRouteComponent(() => import("./screens/channel-screen.tsx"), "ChannelScreen");

const SettingsLayout = lazyRouteComponent(() => import("./screens/settings-layout.tsx"), "SettingsLayout");
const SettingsScreen = lazyRouteComponent(() => import("./screens/settings-screen.tsx"), "SettingsScreen");

const optionalText = v.optional(v.fallback(v.optional(v.string()), undefined));
const optionalFlag = v.optional(v.fallback(v.optional(v.boolean()), undefined));
const nextSearch = v.object({ next: optionalText });
const channelSearch = v.object({ members: optionalFlag, message: optionalText, member: optionalText });

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
const guild = createRoute({ getParentRoute: () => main, path: "/channels/$guildId", component: GuildScreen });
const channel = createRoute({
  getParentRoute: () => main,
  path: "/channels/$guildId/$channelId",
  component: ChannelScreen,
  validateSearch: (search) => v.parse(channelSearch, search),
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

const tree = root.addChildren([
  setup,
  login,
  register,
  invite,
  main.addChildren([home, guild, channel]),
  settings.addChildren([ownIndex, ownPage]),
]);

export function createAppRouter(history?: RouterHistory) {
  return createRouter({
    routeTree: tree,
    defaultNotFoundComponent: NotFoundScreen,
    ...(history ? { history } : {}),
  });
}

export type AppRouter = ReturnType<typeof createAppRouter>;

declare module "@tanstack/react-router" {
  interface Register {
    router: AppRouter;
  }
}
