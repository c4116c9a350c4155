/** Adds the sentences of notifications to those that are there: for whatever shows them to import. */
import { getI18n } from "react-i18next";
import { notifications } from "./en-notifications.ts";

getI18n().addResourceBundle("en", "translation", notifications, true);
