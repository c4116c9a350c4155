/** Adds the sentences of reports to those that are there: for whatever shows them to import. */
import { getI18n } from "react-i18next";
import { reports } from "./en-reports.ts";

getI18n().addResourceBundle("en", "translation", reports, true);
