/** Adds the sentences of the administration to those that are there: for whatever shows it to import. */
import { getI18n } from "react-i18next";
import { administration } from "./en-administration.ts";

getI18n().addResourceBundle("en", "translation", administration, true);
