/** Adds the sentences of friends to those that are there: for whatever shows more of them than their number. */
import { getI18n } from "react-i18next";
import { friends } from "./en-friends.ts";

getI18n().addResourceBundle("en", "translation", friends, true);
