/** Adds the sentences of moderation to those that are there: for whatever offers or shows it to import. */
import { getI18n } from "react-i18next";
import { moderation } from "./en-moderation.ts";

getI18n().addResourceBundle("en", "translation", moderation, true);
