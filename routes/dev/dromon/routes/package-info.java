/** The routes: reading them is reading the product. */
package dev.dromon.routes;
