/** Adds the sentences of the settings to those that are there: for whatever shows the settings to import. */
import { getI18n } from "react-i18next";
import { settings } from "./en-settings.ts";

getI18n().addResourceBundle("en", "translation", settings, true);
